import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const PAGES = readdirSync('docs', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`)
  .sort();
const ROOT = ['README.md', 'CONTRIBUTING.md', 'AGENTS.md', 'CHANGELOG.md', 'SECURITY.md'];
const ALL = [...ROOT, ...PAGES];

const textOf = (page: string) => readFileSync(page, 'utf8');

/** All of the program's text. */
const SOURCE = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => textOf(join('src', name)))
  .join('\n');

/** `a/{b,c}.ts` as `a/b.ts` and `a/c.ts`. */
function expanded(path: string): string[] {
  const [, before = '', choices, after = ''] = /^(.*?)\{([^}]*)\}(.*)$/.exec(path) ?? [];
  if (choices === undefined) return [path];
  return choices.split(',').flatMap((choice) => expanded(before + choice + after));
}

/** The files and folders of the repository that a page names. */
function pathsIn(text: string): string[] {
  const found = text.match(/(?<![\w./:@<-])(?:src|test|scripts|docs|drizzle|\.ci)\/[\w./{},-]*[\w}]/g) ?? [];
  return [...new Set(found)].flatMap(expanded);
}

/** Headings as GitHub names them in addresses. */
function anchorsOf(text: string): string[] {
  const headings = text.replaceAll(/^```.*?^```/gms, '').match(/^#+ .*$/gm) ?? [];
  return headings.map((heading) =>
    heading
      .replace(/^#+ /, '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-'),
  );
}

/** Links to other places of the repository that lead nowhere. */
function brokenLinks(page: string): string[] {
  const text = textOf(page).replaceAll(/^```.*?^```/gms, '');
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets.filter((target) => {
    if (/^(?:https?:|mailto:|<)/.test(target)) return false;
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? page : join(dirname(page), path);
    if (!existsSync(file)) return true;
    return anchor !== undefined && !anchorsOf(textOf(file)).includes(anchor);
  });
}

/** The texts of the first column under a heading, `…` standing for what varies, split into what does not. */
function messagesUnder(page: string, heading: string): string[] {
  const section =
    textOf(page)
      .split(/^#+ /m)
      .find((part) => part.startsWith(heading)) ?? '';
  const messages = [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, message = '']) => message);
  return messages.flatMap((message) => message.split('…').map((part) => part.trim()));
}

describe('the documents', () => {
  // Decisions name the files of their time.
  it.each(ALL.filter((page) => !page.startsWith('docs/adr/')))('name only files that exist: %s', (page) => {
    expect(pathsIn(textOf(page)).filter((path) => !existsSync(path))).toEqual([]);
  });

  it.each(ALL)('link only to pages and headings that exist: %s', (page) => {
    expect(brokenLinks(page)).toEqual([]);
  });

  it.each(['CONTRIBUTING.md', 'AGENTS.md', 'docs/dev/architecture.md'])(
    'name only identifiers that the program has: %s',
    (page) => {
      const names = [...textOf(page).matchAll(/`(\w+)(?:\.\w+)?`/g)].map(([, name = '']) => name);
      const identifiers = names.filter((name) =>
        /^(?:[A-Z]+_[A-Z_]+|[A-Z]{5,}|[a-z]+[A-Z]\w*|[A-Z]\w*[a-z]\w*)$/.test(name),
      );
      expect(identifiers.filter((name) => !new RegExp(`\\b${name}\\b`).test(SOURCE))).toEqual([]);
    },
  );

  it.each([
    ['docs/troubleshoot.md', 'Sotto does not start'],
    ['docs/cloudflare.md', 'Logs and alarms'],
  ])('quote only messages that the program has: %s', (page, heading) => {
    const messages = messagesUnder(page, heading);
    expect(messages.length).toBeGreaterThan(4);
    expect(messages.filter((message) => !SOURCE.includes(message))).toEqual([]);
  });

  it.each(['README.md', 'docs/cloudflare.md', 'docs/troubleshoot.md'])(
    'name only tables that exist: %s',
    (page) => {
      const names = [...textOf(page).matchAll(/(?:\bFROM|in the table) `?(\w+)/g)].map(
        ([, name = '']) => name,
      );
      expect(names.filter((name) => !SOURCE.includes(`'${name}'`))).toEqual([]);
    },
  );

  it('start the service with the options of npm start', () => {
    const [, started] =
      /exec env MALLOC_ARENA_MAX=2 node (.*?)"/.exec(textOf('package.json').split('"start"')[1] ?? '') ?? [];
    expect(started).toMatch(/dist\/node\.js$/);
    expect(textOf('docs/install.md')).toContain(`/node ${started}\n`);
  });

  it('are all listed in the index', () => {
    const index = textOf('docs/README.md');
    const listed = [...index.matchAll(/\]\(([^)#\s]+)\)/g)].map(([, path = '']) => join('docs', path));
    expect(PAGES.filter((page) => page !== 'docs/README.md' && !listed.includes(page))).toEqual([]);
  });
});
