import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, it } from 'vitest';
import { open } from '../../support/runtimes/open.node.ts';

// The validator reads its schemas from disk, which workerd has not; the document is the same on both runtimes.
it('serves a document that a public validator accepts', async () => {
  const sotto = await open();
  const response = await sotto.request('/openapi.json');
  const { valid, errors } = await new Validator().validate(await response.json());
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
  await sotto.close();
});
