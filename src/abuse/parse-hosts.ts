/** Reads lists of hosts: hosts files, plain lists, filter rules of the form `||host^`, and URLs as in URLhaus. */
import { type HostTable, hostTable, MAX_HOSTS } from './host-table.ts';

const MAX_HOST_LENGTH = 253;
/** In characters. Longer lines cannot be hosts and are skipped. */
const MAX_LINE_LENGTH = 4_096;

/** Addresses at the start of a line of a hosts file. */
const SINKS = new Set(['0.0.0.0', '127.0.0.1', '127.0.1.1', '255.255.255.255', '::', '::1', 'fe80::1%lo0']);
const PLAIN =
  /^(?!xn--)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*\.[a-z][a-z0-9-]*$/;

/** A host as `URL.hostname` writes it, without a final dot; undefined for anything else, and for a single label. */
export function parseHost(text: string): string | undefined {
  const lower = text.toLowerCase();
  if (lower.length <= MAX_HOST_LENGTH && PLAIN.test(lower)) return lower;
  if (text === '' || /[\s/\\?#@%]/.test(text)) return undefined;
  const url = URL.parse(`http://${text}`);
  if (url === null || url.port !== '') return undefined;
  const host = url.hostname.replace(/\.$/, '');
  const isNamed = (host.includes('.') && !/^\.|\.\.|\.$/.test(host)) || host.startsWith('[');
  return isNamed && host.length <= MAX_HOST_LENGTH ? host : undefined;
}

/** The hosts that a line names; empty for comments, headings and single labels such as `localhost`. */
export function hostsOfLine(line: string): string[] {
  const [text = ''] = line.split(/\s+[#;]|^[#;!]/, 1);
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > MAX_LINE_LENGTH) return [];
  const address = /^"?[^"]*"?(?:,"[^"]*")*?,?"?(https?:\/\/[^\s",]+)/i.exec(trimmed)?.[1];
  if (address !== undefined) return defined([parseHost(URL.parse(address)?.hostname ?? '')]);
  const [first = '', ...others] = trimmed.split(/\s+/);
  const names = others.length > 0 && SINKS.has(first) ? others : others.length === 0 ? [first] : [];
  return defined(
    names.map((name) => parseHost(name.replace(/^(?:\|\||\*\.|\.)/, '').replace(/\^(?:\$.*)?$/, ''))),
  );
}

const defined = (hosts: (string | undefined)[]) => hosts.filter((host) => host !== undefined);

/** Thrown for a list that cannot be used as a whole. */
export class UnusableList extends Error {}

/** Reads a text that arrives in pieces; `end` returns the table. Throws `UnusableList` beyond a million hosts. */
export function createHostReader(): { write(text: string): void; end(): HostTable } {
  const table = hostTable();
  let rest = '';
  const take = (line: string) => {
    for (const host of hostsOfLine(line)) table.add(host);
    if (table.size > MAX_HOSTS) throw new UnusableList(`The list has more than ${MAX_HOSTS} hosts.`);
  };
  return {
    write(text) {
      const lines = (rest + text).split('\n');
      // The end of a line that is too long is dropped, so that memory stays bounded.
      rest = (lines.pop() ?? '').slice(0, MAX_LINE_LENGTH + 1);
      for (const line of lines) take(line);
    },
    end() {
      take(rest);
      return table;
    },
  };
}
