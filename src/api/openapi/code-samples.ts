/** The example request of an operation as code: for a shell, in TypeScript and in Python. */
import type { Example } from './examples.ts';

/** A request with its whole address. */
interface Request extends Pick<Example, 'body'> {
  method: string;
  url: string;
  /** The answer is JSON. */
  isJson: boolean;
}

/** One program; `lang` is the name that highlighters know. */
export interface CodeSample {
  lang: 'Shell' | 'TypeScript' | 'Python';
  label: string;
  source: string;
}

/** The programs read the key from the environment variable `SOTTO_KEY`. */
export function codeSamples(request: Request): CodeSample[] {
  return [
    { lang: 'Shell', label: 'curl', source: curl(request) },
    { lang: 'TypeScript', label: 'TypeScript', source: typescript(request) },
    { lang: 'Python', label: 'Python', source: python(request) },
  ];
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** An address that a shell reads as it is, or one in quotes. */
const shellWord = (text: string) => (/^[\w.:/-]+$/.test(text) ? text : quoted(text));

function curl({ method, url, body }: Request): string {
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}${shellWord(url)}`,
    '-H "Authorization: Bearer $SOTTO_KEY"',
  ];
  if (body !== undefined)
    lines.push("-H 'Content-Type: application/json'", `-d ${quoted(literal(body, JSON_TEXT, '  '))}`);
  return lines.join(' \\\n  ');
}

/** A string literal in single quotes. */
const stringLiteral = (text: string) =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

const isName = (text: string) => /^[A-Za-z_$][\w$]*$/.test(text);

/** How a language writes the values of JSON. */
interface Notation {
  key(name: string): string;
  string(text: string): string;
  words: { true: string; false: string; null: string };
  indent: string;
  /** Between the braces of an object on one line, and after the last of several lines. */
  padding: string;
  lastComma: string;
}

const WORDS = { true: 'true', false: 'false', null: 'null' };
const text = (value: string) => JSON.stringify(value);

const JSON_TEXT: Notation = {
  ...{ key: text, string: text, words: WORDS },
  ...{ indent: '  ', padding: '', lastComma: '' },
};
const TYPESCRIPT: Notation = {
  key: (name) => (isName(name) ? name : stringLiteral(name)),
  string: stringLiteral,
  words: WORDS,
  ...{ indent: '  ', padding: ' ', lastComma: ',' },
};
const PYTHON: Notation = {
  ...{ key: text, string: text, words: { true: 'True', false: 'False', null: 'None' } },
  ...{ indent: '    ', padding: '', lastComma: ',' },
};

const LINE = 76;

/** A value as code that begins at `indent`, on one line if it fits. */
function literal(value: unknown, notation: Notation, indent: string): string {
  if (typeof value === 'string') return notation.string(value);
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return notation.words[`${value as boolean | null}`];
  const isList = Array.isArray(value);
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  const deeper = indent + notation.indent;
  const parts = Object.entries(value).map(
    ([name, each]) => `${isList ? '' : `${notation.key(name)}: `}${literal(each, notation, deeper)}`,
  );
  const padding = isList ? '' : notation.padding;
  const line = `${open}${padding}${parts.join(', ')}${padding}${close}`;
  if (indent.length + line.length <= LINE && !line.includes('\n')) return line;
  const lines = parts.map((part) => `${deeper}${part}`).join(',\n');
  return `${open}\n${lines}${notation.lastComma}\n${indent}${close}`;
}

const TYPESCRIPT_KEY = 'Authorization: `Bearer \u0024{process.env.SOTTO_KEY}`';

function typescript({ method, url, body, isJson }: Request): string {
  const headers = [TYPESCRIPT_KEY, ...(body === undefined ? [] : ["'Content-Type': 'application/json'"])];
  const options = [
    ...(method === 'GET' ? [] : [`  method: '${method}',`]),
    headers.length === 1
      ? `  headers: { ${headers[0]} },`
      : `  headers: {\n${headers.map((header) => `    ${header},\n`).join('')}  },`,
    ...(body === undefined ? [] : [`  body: JSON.stringify(${literal(body, TYPESCRIPT, '  ')}),`]),
  ];
  return [
    `const response = await fetch(${stringLiteral(url)}, {`,
    ...options,
    '});',
    'if (!response.ok) throw new Error(await response.text());',
    ...(isJson ? ['console.log(await response.json());'] : ['console.log(await response.text());']),
  ].join('\n');
}

function python({ method, url, body, isJson }: Request): string {
  return [
    'import os',
    '',
    'import requests',
    '',
    `response = requests.${method.toLowerCase()}(`,
    `    ${JSON.stringify(url)},`,
    '    headers={"Authorization": f"Bearer {os.environ[\'SOTTO_KEY\']}"},',
    ...(body === undefined ? [] : [`    json=${literal(body, PYTHON, '    ')},`]),
    ')',
    'response.raise_for_status()',
    isJson ? 'print(response.json())' : 'print(response.text)',
  ].join('\n');
}
