import { describe, expect, it } from 'vitest';
import { codeSamples } from '../../../src/api/openapi/code-samples.ts';

const body = { title: `It's "new"\n`, archived: true, utm: null, 'a-b': [1, false] };
const [curl, typescript, python] = codeSamples({
  method: 'POST',
  url: 'https://go.example/api/v1/contents?q=a&b=c',
  body,
  isJson: true,
}).map(({ source }) => source);

describe('code samples', () => {
  it('are one shell command, with everything quoted that a shell would read', () => {
    expect(curl).toContain("curl -X POST 'https://go.example/api/v1/contents?q=a&b=c' \\\n");
    const [, quoted = ''] = /-d '(.*)'$/s.exec(curl ?? '') ?? [];
    expect(JSON.parse(quoted.replaceAll("'\\''", "'"))).toEqual(body);
  });

  it('write the body as an object of TypeScript', () => {
    const [, literal = ''] = /JSON\.stringify\((.*?)\),\n\}\);/s.exec(typescript ?? '') ?? [];
    expect(literal).toBe(`{ title: 'It\\'s "new"\\n', archived: true, utm: null, 'a-b': [1, false] }`);
  });

  it('write the body as a dictionary of Python', () => {
    const lines = [
      'json={',
      String.raw`    "title": "It's \"new\"\n",`,
      '    "archived": True,',
      '    "utm": None,',
      '    "a-b": [1, False],',
      '},',
    ];
    expect(python).toContain(lines.join('\n    '));
  });

  it('have no body and no content type if the request has none', () => {
    const sources = codeSamples({
      method: 'GET',
      url: 'https://go.example/api/v1/links',
      body: undefined,
      isJson: true,
    });
    expect(sources.filter(({ source }) => /Content-Type|json=|-X|method/.test(source))).toEqual([]);
  });
});
