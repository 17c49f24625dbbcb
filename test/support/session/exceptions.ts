/** The differences that are allowed between the answers of two runtimes, with reasons; everything else must be equal. */
import { isShareCode } from '../../../src/shares/share-code.ts';
import type { Answer } from './client.ts';
import type { Step } from './step.ts';

/** The state of one play of the session. */
interface Play {
  startedAt: number;
  /** A placeholder for a text; equal texts get the same one, numbered in order of appearance. */
  nameOf(kind: string, text: string): string;
}

interface Exception {
  what: string;
  why: string;
  /** Replaces what may differ by placeholders; `original` is the answer before any replacement. */
  blank(answer: Answer, play: Play, step: Step, original: Answer): Answer;
}

type Replace = (text: string) => string;

/** Replaces text in the headers and the body of an answer. */
const onTexts = ({ status, headers, body }: Answer, replace: Replace): Answer => ({
  status,
  headers: onHeaders(headers, (_, value) => replace(value)),
  body: replace(body),
});

const onHeaders = (headers: Answer['headers'], replace: (name: string, value: string) => string) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, replace(name, value)]));

const without = (answer: Answer, names: string[]): Answer => ({
  ...answer,
  headers: Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !names.includes(name))),
});

/** Sorts consecutive rows with equal counts by their text. */
function withTiesSorted(body: string): string {
  const { data, ...rest }: { data: Record<string, unknown>[] } = JSON.parse(body);
  const runs: { clicks: unknown; texts: string[] }[] = [];
  for (const row of data) {
    const run = runs.at(-1);
    const text = JSON.stringify(row);
    if (run && run.clicks === row.clicks) run.texts.push(text);
    else runs.push({ clicks: row.clicks, texts: [text] });
  }
  return JSON.stringify({ data: runs.map(({ texts }) => texts.sort()), ...rest });
}

const isFor = (step: Step, ...paths: string[]) => paths.includes(step.path.replace(/\?.*/, ''));

const EXCEPTIONS: Exception[] = [
  {
    what: 'headers of the connection',
    why: 'each HTTP/1.1 server frames and dates answers in its own way; the message is the same',
    blank: (answer) =>
      without(answer, ['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding']),
  },
  {
    what: 'compression',
    why: 'on Node Sotto compresses answers itself and says that they vary by it; Cloudflare does both',
    blank: (answer) => {
      const headers = onHeaders(answer.headers, (name, value) =>
        name === 'vary' ? value.replace(/(?:, )?Accept-Encoding$/, '') : value,
      );
      return headers.vary === '' ? without({ ...answer, headers }, ['vary']) : { ...answer, headers };
    },
  },
  {
    what: 'unregistered methods',
    why: 'the parsers of Node and workerd reject them with different statuses, before Sotto sees the request',
    blank: (answer, _, { method, status }) =>
      method === 'BREW' ? { status, headers: {}, body: '<own>' } : answer,
  },
  {
    what: 'ids, keys and random slugs',
    why: 'they are random; where each of them occurs is compared',
    blank: (answer, { nameOf }) =>
      onTexts(answer, (text) =>
        text
          .replace(/sotto_[\w-]{16,}|pk_[\w-]{16,}/g, (key) => nameOf('key', key))
          .replace(/\b(cnt|lnk|hit|key|shr)_(?!none)[\w-]+/g, (id, kind: string) => nameOf(kind, id))
          .replace(/(?<=%2F|(?<![\w-]))[6789BCDFGHJKLMNPQRTWbcdfghjkmnpqrtwz]{9}(?![\w-])/g, (slug) =>
            nameOf('slug', slug),
          ),
      ),
  },
  {
    what: 'share codes',
    why: 'they are random; their form is checked, and where each of them occurs is compared',
    blank: (answer, { nameOf }) =>
      onTexts(answer, (text) =>
        text.replace(/(?<![\w-])\w{7}(?![\w-])/g, (word) =>
          isShareCode(word) ? nameOf('code', word) : word,
        ),
      ),
  },
  {
    what: 'request ids that the client did not set',
    why: 'they are random; that header and body agree is compared',
    blank(answer, _, { headers = {} }) {
      const id = answer.headers['x-request-id'];
      if (id === undefined || id === headers['X-Request-Id']) return answer;
      return onTexts(answer, (text) => text.replaceAll(id, '<request id>'));
    },
  },
  {
    what: 'times within the session',
    why: 'each runtime reads the clock when a request arrives; given times and buckets are compared',
    blank: (answer, { startedAt }) =>
      onTexts(answer, (text) =>
        text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, (time) =>
          Date.parse(time) >= startedAt ? '<now>' : time,
        ),
      ),
  },
  {
    what: 'whether a hit is settled',
    why: 'hits settle fifteen seconds after they have arrived, and one runtime may take longer for the session',
    blank: (answer, _, { path }) => {
      const isHits =
        path.startsWith('/api/v1/hits') && answer.headers['content-type']?.startsWith('text/csv');
      const unsettled = answer.body.replace(/("settled":)(?:true|false)/g, '$1<settled>');
      return {
        ...answer,
        body: isHits ? unsettled.replace(/,"(?:true|false)"(?=\r?$)/gm, ',<settled>') : unsettled,
      };
    },
  },
  {
    what: 'cursors',
    why: 'they encode row numbers, which may have gaps; the page behind each cursor is compared',
    blank: (answer) =>
      onTexts(answer, (text) =>
        text.replace(
          /("nextCursor":")[^"]+|([?&]cursor=)[^&>]+/g,
          (_, field = '', query = '') => `${field}${query}<cursor>`,
        ),
      ),
  },
  {
    what: 'the remaining requests of a rate limit',
    why: 'one runtime may have been polled more often until it had counted everything',
    blank: (answer) => ({
      ...answer,
      headers: onHeaders(answer.headers, (name, value) =>
        name === 'ratelimit' ? value.replace(/(remaining|reset)=\d+/g, '$1=<number>') : value,
      ),
    }),
  },
  {
    what: 'seconds in Retry-After',
    why: 'they depend on the time since the first attempt',
    blank: (answer) => ({
      ...answer,
      headers: onHeaders(answer.headers, (name, value) => (name === 'retry-after' ? '<seconds>' : value)),
    }),
  },
  {
    what: 'the order of links and contents with equal counts',
    why: 'ties are ordered by random ids; that the greater count comes first is compared',
    blank: (answer, _, { path }) =>
      /^\/api\/v1\/stats\?.*groupBy=(link|content)\b/.test(path) && answer.status === 200
        ? { ...answer, body: withTiesSorted(answer.body) }
        : answer,
  },
  {
    what: 'the checks of /readyz',
    why: 'only Node shows them, to programs on the same machine; the overall status is compared',
    blank: (answer, _, step) =>
      isFor(step, '/readyz') ? { ...answer, body: answer.body.replace(/,"checks":.*/, '}') } : answer,
  },
  {
    what: '/metrics',
    why: 'the edge has none, because an isolate does not live long enough to be scraped',
    blank: (answer, _, step) =>
      isFor(step, '/metrics') ? { status: step.status, headers: {}, body: '<own>' } : answer,
  },
  {
    what: 'the text of /privacy',
    why: 'it says where data is stored and for how long, which differs at the edge',
    blank: (answer, _, step) =>
      isFor(step, '/privacy', '/privacy.json') ? { ...answer, body: '<own>' } : answer,
  },
  {
    what: 'caching of /assets and its 404 answers',
    why: 'the platform serves files before the worker sees the request; file and type are compared',
    blank(answer, _, step) {
      if (!step.path.startsWith('/assets/')) return answer;
      const { status, headers, body } = without(answer, ['cf-cache-status', 'etag', 'vary']);
      return status === 404 ? { status, headers: {}, body: '' } : { status, headers, body };
    },
  },
  {
    what: 'ETags of bodies that may differ, or that are not sent',
    why: 'they are hashes of the body; whether an address keeps its ETag is compared',
    blank(answer, { nameOf }, { path }, original) {
      if (answer.body === original.body && answer.body !== '') return answer;
      const replace = (name: string, value: string) =>
        name === 'etag' ? nameOf(`tag of ${path}`, `${value} of ${path}`) : value;
      return { ...answer, headers: onHeaders(answer.headers, replace) };
    },
  },
];

/** Returns a function that replaces what may differ in the answers of one runtime; call it in the order of the session. */
export function createBlanks(startedAt: number): (answer: Answer, step: Step) => Answer {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  const nameOf = (kind: string, text: string) => {
    const known = names.get(text);
    if (known) return known;
    const count = (counts.get(kind) ?? 0) + 1;
    const name = `<${kind} ${count}>`;
    counts.set(kind, count);
    names.set(text, name);
    return name;
  };
  const play = { startedAt, nameOf };
  return (answer, step) => EXCEPTIONS.reduce((left, { blank }) => blank(left, play, step, answer), answer);
}
