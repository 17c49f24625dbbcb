/** Reads a list of pages: a table with a header, or one address per line. */
import { CsvError, parse } from 'csv-parse/sync';
import { LINE_FIELDS, type LineField, type LineFields, MAX_LINES } from './link-list.ts';

/** Why a list is not taken; `about` is a number of lines. */
export interface ListProblem {
  problem: 'empty' | 'too_large' | 'too_many_rows' | 'unreadable' | 'no_channel';
  about: string;
}

export interface ParsedLine {
  line: number;
  fields: LineFields;
}

export interface ParsedList {
  lines: ParsedLine[];
  unknownColumns: string[];
}

/** Other names of columns, in the languages of the pages; case, accents, blanks and `-_` do not matter. */
const OTHER_NAMES: Record<LineField, string[]> = {
  url: ['address', 'link', 'page', 'adresse', 'lien', 'longurl', 'destination'],
  title: ['titre'],
  description: [],
  image: [],
  campaign: ['campagne'],
  tags: ['tag', 'label', 'labels', 'etiquette', 'etiquettes'],
  channels: ['channel', 'canal', 'canaux'],
  slug: ['backhalf', 'findelien'],
  externalId: ['externalid', 'reference', 'ref', 'id'],
  domain: ['domaine'],
};

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replaceAll(/[\p{M}\s_-]/gu, '')
    .toLowerCase();

const FIELD_OF = new Map<string, LineField>(
  LINE_FIELDS.flatMap((field) => [field, ...OTHER_NAMES[field]].map((name) => [plain(name), field] as const)),
);

const DELIMITERS = [',', ';', '\t'];
const MAX_NAMED_COLUMNS = 20;

export function parseList(given: string): ParsedList | ListProblem {
  const text = given.replace(/^\ufeff/, '');
  const delimiter = delimiterOf(text);
  try {
    const records = recordsOf(text, delimiter);
    const [head] = records;
    const columns = head?.record.map((name) => FIELD_OF.get(plain(name))) ?? [];
    const parsed = head && columns.includes('url') ? tableOf(records, columns) : plainLinesOf(text);
    if (parsed.lines.length === 0) return { problem: 'empty', about: '' };
    if (parsed.lines.length > MAX_LINES) return { problem: 'too_many_rows', about: String(MAX_LINES) };
    return parsed;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // Plain text has one address per line, and its quotation marks do not group fields.
    if (!hasHeader(text, delimiter)) return limited(plainLinesOf(text));
    return { problem: 'unreadable', about: String(Reflect.get(error, 'lines') ?? '') };
  }
}

const limited = (parsed: ParsedList): ParsedList | ListProblem =>
  parsed.lines.length > MAX_LINES ? { problem: 'too_many_rows', about: String(MAX_LINES) } : parsed;

const firstLine = (text: string) => /^[^\r\n]*/.exec(text.trimStart())?.[0] ?? '';

/** The one that the first line has most of. */
function delimiterOf(text: string): string {
  const head = firstLine(text).replaceAll(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => head.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

const hasHeader = (text: string, delimiter: string) =>
  firstLine(text)
    .split(delimiter)
    .some((name) => FIELD_OF.get(plain(name.replaceAll('"', ''))) === 'url');

interface CsvRecord {
  record: string[];
  info: { lines: number };
}

const recordsOf = (text: string, delimiter: string): CsvRecord[] =>
  parse(text, {
    delimiter,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
  }) as unknown as CsvRecord[]; // what `info` makes of records

function tableOf([head, ...records]: CsvRecord[], columns: (LineField | undefined)[]): ParsedList {
  const lines = records.flatMap(({ record, info }) => {
    const cells = record.flatMap((cell, at) => {
      const field = columns[at];
      return field === undefined || cell === '' ? [] : [[field, cell] as const];
    });
    return cells.length === 0
      ? []
      : [{ line: info.lines, fields: { url: '', ...Object.fromEntries(cells) } }];
  });
  const unknownColumns = (head?.record ?? []).filter((name, at) => columns[at] === undefined && name !== '');
  return {
    lines,
    unknownColumns: unknownColumns.slice(0, MAX_NAMED_COLUMNS).map((name) => name.slice(0, 50)),
  };
}

/** An address, and behind a tab its title, as spreadsheets copy two columns. */
function plainLinesOf(text: string): ParsedList {
  const lines = text.split(/\r\n|\r|\n/).flatMap((each, at) => {
    const [url = '', title = ''] = each.split('\t').map((cell) => cell.trim());
    return url === '' ? [] : [{ line: at + 1, fields: { url, ...(title && { title }) } }];
  });
  return { lines, unknownColumns: [] };
}
