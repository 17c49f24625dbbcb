/** What the head of an HTML page says of the page. */
import { Parser } from 'htmlparser2';
import { TEXT_LIMITS } from '../links/text-limits.ts';
import { parseDestination } from '../urls/destination.ts';

export interface PageFacts {
  title: string | null;
  description: string | null;
  /** An absolute http(s) URL. */
  image: string | null;
}

/** The names under which pages say it, the best first. */
const NAMES = {
  title: ['og:title', 'twitter:title'],
  description: ['og:description', 'twitter:description', 'description'],
  image: ['og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image', 'twitter:image:src'],
} as const;

/** `url` is the address of the page, which relative addresses of images refer to. */
export function parseHead(html: string, url: string): PageFacts {
  const { metas, title, base } = scan(html);
  const found = (names: readonly string[]) => names.map((name) => metas.get(name)).find(Boolean) ?? '';
  const from = URL.parse(base, url)?.href ?? url;
  return {
    title: cleaned(found(NAMES.title) || title, TEXT_LIMITS.title),
    description: cleaned(found(NAMES.description), TEXT_LIMITS.description),
    image: imageAddress(found(NAMES.image), from),
  };
}

/** The first value of each name counts, as in a browser. Elements of the body are not looked at. */
function scan(html: string) {
  const metas = new Map<string, string>();
  let title = '';
  let base = '';
  let isTitle = false;
  let hasTitle = false;
  const note = ({ property, name = property ?? '', content = '' }: Record<string, string>) => {
    const key = (property ?? name).trim().toLowerCase();
    if (content.trim() !== '' && !metas.has(key)) metas.set(key, content);
  };
  const parser = new Parser({
    onopentag(tag, attributes) {
      if (tag === 'meta') note(attributes);
      else if (tag === 'base' && base === '') base = attributes.href ?? '';
      else if (tag === 'title') isTitle = !hasTitle;
      else if (tag === 'svg' || tag === 'body') parser.pause();
    },
    ontext(text) {
      if (isTitle) title += text;
    },
    onclosetag(tag) {
      if (tag !== 'title') return;
      hasTitle ||= title.trim() !== '';
      isTitle = false;
    },
  });
  parser.write(html);
  return { metas, title, base };
}

// Controls, and signs that change the direction of the text after them.
const UNWANTED = /[\p{Cc}\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+/gu;

/** One line of bounded length; null if nothing is left. */
function cleaned(text: string, most: number): string | null {
  const line = text.replaceAll(UNWANTED, ' ').replaceAll(/\s+/g, ' ').trim();
  const cut = line.length > most ? `${line.slice(0, most - 1).trimEnd()}…` : line;
  return cut.toWellFormed().replaceAll('\ufffd', '') || null;
}

const NO_OWN_HOSTS = new Set<string>();

function imageAddress(text: string, from: string): string | null {
  const parsed = parseDestination(URL.parse(text.trim(), from)?.href ?? '', NO_OWN_HOSTS);
  return text.trim() !== '' && parsed.ok ? parsed.href : null;
}
