import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Validator } from '@seriousme/openapi-schema-validator';
import spectral, { type RulesetDefinition } from '@stoplight/spectral-core';
import rulesets from '@stoplight/spectral-rulesets';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '../../support/runtimes/open.node.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

let sotto: Sotto;
let text: string;
beforeAll(async () => {
  sotto = await open();
  text = await (await sotto.request('/openapi.json')).text();
});
afterAll(() => sotto.close());

// These tools read their rules from disk, which workerd has not; the document is the same on both runtimes.
describe('the served document', () => {
  it('is valid', async () => {
    const { valid, errors } = await new Validator().validate(JSON.parse(text));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
  });

  it('breaks no recommended rule of Redocly', async () => {
    const config = await createConfig({ extends: ['recommended'] });
    const problems = await lintFromString({ source: text, absoluteRef: 'openapi.json', config });
    expect(problems.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
  });

  it('breaks no rule of Spectral', async () => {
    const linter = new spectral.Spectral();
    linter.setRuleset({
      extends: [[rulesets.oas as RulesetDefinition, 'recommended']],
      // OpenAPI 3.1 lets any scheme name the roles that an operation needs. The rule knows only those of OAuth.
      rules: { 'oas3-operation-security-defined': 'off' },
    });
    const results = await linter.run(JSON.parse(text));
    expect(results.map(({ code, message, path }) => `${code}: ${message} ${path.join('/')}`)).toEqual([]);
  });
});
