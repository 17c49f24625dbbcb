/** The text that the server prints when it has started. */
import type { FirstAdminKey } from './first-key.ts';
import type { FirstMemberLink } from './first-member-link.ts';

const LOCAL_HOSTS = ['0.0.0.0', '127.0.0.1', '::', '::1'];

/** The address under which a program on this machine reaches a server that listens on `host` and `port`. */
export function localUrl(host: string, port: number): string {
  if (LOCAL_HOSTS.includes(host)) return `http://localhost:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/**
 * The lines for stdout: the address, the link for the first account as long as nobody has one, and at the first start the
 * admin key with a command that uses it. Output that does not go to a terminal is often stored, so it contains only the
 * path of the key's file.
 */
export function banner(options: {
  url: string;
  publicUrl: string;
  firstKey: FirstAdminKey | null;
  firstMember?: FirstMemberLink | null;
  terminal: boolean;
}): string {
  const { url, publicUrl, firstKey, firstMember, terminal } = options;
  const lines = [`Sotto listens on ${url}`];
  if (publicUrl !== url) lines.push(`Short links start with ${publicUrl}`);
  if (firstMember) {
    lines.push(
      '',
      terminal
        ? `Nobody has an account yet. This link makes the first one, once; it is also in ${firstMember.path}:\n\n  ${firstMember.url}`
        : `Nobody has an account yet. A link that makes the first one is in ${firstMember.path}`,
    );
  }
  if (firstKey) {
    lines.push(
      '',
      terminal
        ? `The first admin key, shown only once and stored in ${firstKey.path}:\n\n  ${firstKey.text}`
        : `The first admin key is in ${firstKey.path}`,
      '',
      'Create four links, one per channel:',
      '',
      `  ${mintCommand(url, terminal ? firstKey.text : `$(cat ${shellWord(firstKey.path)})`)}`,
      '',
    );
  }
  return `${lines.join('\n')}\n`;
}

function mintCommand(url: string, key: string): string {
  const body = JSON.stringify({ url: 'https://example.com/guide' });
  return [
    `curl ${url}/api/v1/contents`,
    `-H "Authorization: Bearer ${key}"`,
    "-H 'Content-Type: application/json'",
    `-d '${body}'`,
  ].join(' ');
}

function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
