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
    lines.push("-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(body))}`);
  return lines.join(' \\\n  ');
}

/** A string literal in single quotes. */
const stringLiteral = (text: string) =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

const isName = (text: string) => /^[A-Za-z_$][\w$]*$/.test(text);

/** A value as code: `names` says how keys, lists and the three words of JSON are written. */
interface Notation {
  key(name: string): string;
  string(text: string): string;
  words: { true: string; false: string; null: string };
}

const TYPESCRIPT: Notation = {
  key: (name) => (isName(name) ? name : stringLiteral(name)),
  string: stringLiteral,
  words: { true: 'true', false: 'false', null: 'null' },
};

const PYTHON: Notation = {
  key: (name) => JSON.stringify(name),
  string: (text) => JSON.stringify(text),
  words: { true: 'True', false: 'False', null: 'None' },
};

const LINE = 76;

function literal(value: unknown, notation: Notation, indent: string): string {
  if (typeof value === 'string') return notation.string(value);
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return notation.words[`${value as boolean | null}`];
  const isList = Array.isArray(value);
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  const deeper = `${indent}${notation === PYTHON ? '    ' : '  '}`;
  const parts = Object.entries(value).map(
    ([name, each]) => `${isList ? '' : `${notation.key(name)}: `}${literal(each, notation, deeper)}`,
  );
  const pad = isList || notation === PYTHON ? '' : ' ';
  const line = `${open}${pad}${parts.join(', ')}${pad}${close}`;
  if (indent.length + line.length <= LINE && !line.includes('\n')) return line;
  return `${open}\n${parts.map((part) => `${deeper}${part},\n`).join('')}${indent}${close}`;
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
