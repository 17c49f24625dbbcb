import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CHANNELS } from '../../../src/channels/registry.ts';

describe('the style sheet of the pages', () => {
  it('has the colours of exactly the channels of the registry, in their order', () => {
    const css = readFileSync('src/pages/browser/app/channels.css', 'utf8');
    const rules = [
      ...css.matchAll(/^\.c-([a-z]+) \{\n {2}--ch: light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);\n\}$/gm),
    ];
    const written = rules.map(([, name, light, dark]) => ({ name, light, dark }));
    const registered = Object.entries(CHANNELS).map(([name, { colour }]) => ({ name, ...colour }));
    expect(written).toEqual(registered);
    expect(css.match(/--ch:/g)).toHaveLength(registered.length);
  });
});
