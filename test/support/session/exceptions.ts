/** All that may differ between the answers of two runtimes, each with its reason; everything else must be equal. */
import type { Answer } from './client.ts';
import type { Step } from './step.ts';

/** What one runtime's answers are told apart by. */
interface Home {
  startedAt: number;
  /** The same name for the same text, counted in the order of their first appearance. */
  nameOf(kind: string, text: string): string;
}

interface Exception {
  what: string;
  why: string;
  /** `original` is what was answered, before other exceptions took anything out. */
  blank(answer: Answer, runtime: Home, step: Step, original: Answer): Answer;
}

type Turn = (text: string) => string;

/** The same on every text of an answer. */
const onTexts = ({ status, headers, body }: Answer, turn: Turn): Answer => ({
  status,
  headers: onHeaders(headers, (_, value) => turn(value)),
  body: turn(body),
});

const onHeaders = (headers: Answer['headers'], turn: (name: string, value: string) => string) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, turn(name, value)]));

const without = (answer: Answer, names: string[]): Answer => ({
  ...answer,
  headers: Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !names.includes(name))),
});

/** Rows that stand beside each other with equal counts, in the order of their text. */
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

const asks = (step: Step, ...paths: string[]) => paths.includes(step.path.replace(/\?.*/, ''));

const EXCEPTIONS: Exception[] = [
  {
    what: 'headers of the connection',
    why: 'HTTP/1.1 servers frame and date their answers each in their own way; a client sees the same message',
    blank: (answer) =>
      without(answer, ['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding']),
  },
  {
    what: 'methods that HTTP has no name for',
    why: 'the parsers of Node and workerd refuse them, each with a status of its own, before Sotto is asked',
    blank: (answer, _, { method, status }) =>
      method === 'BREW' ? { status, headers: {}, body: '<own>' } : answer,
  },
  {
    what: 'ids, keys and random slugs',
    why: 'they are random; which of them stands where is compared',
    blank: (answer, { nameOf }) =>
      onTexts(answer, (text) =>
        text
          .replace(/sotto_[\w-]{16,}|pk_[\w-]{16,}/g, (key) => nameOf('key', key))
          .replace(/\b(cnt|lnk|hit|key)_(?!none)[\w-]+/g, (id, kind: string) => nameOf(kind, id))
          .replace(/(?<=%2F|(?<![\w-]))[6789BCDFGHJKLMNPQRTWbcdfghjkmnpqrtwz]{9}(?![\w-])/g, (slug) =>
            nameOf('slug', slug),
          ),
      ),
  },
  {
    what: 'request ids that the client did not give',
    why: 'they are random; that header and body say the same is compared',
    blank(answer, _, { headers = {} }) {
      const id = answer.headers['x-request-id'];
      if (id === undefined || id === headers['X-Request-Id']) return answer;
      return onTexts(answer, (text) => text.replaceAll(id, '<request id>'));
    },
  },
  {
    what: 'times within the session',
    why: 'each runtime looks at the clock when a request reaches it; given times and buckets are compared',
    blank: (answer, { startedAt }) =>
      onTexts(answer, (text) =>
        text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, (time) =>
          Date.parse(time) >= startedAt ? '<now>' : time,
        ),
      ),
  },
  {
    what: 'cursors',
    why: 'they are opaque and stand for rows, whose numbers may have gaps; the page behind each is compared',
    blank: (answer) =>
      onTexts(answer, (text) =>
        text.replace(
          /("nextCursor":")[^"]+|([?&]cursor=)[^&>]+/g,
          (_, field = '', query = '') => `${field}${query}<cursor>`,
        ),
      ),
  },
  {
    what: 'how many requests are left',
    why: 'one runtime may have been asked more often until it had counted everything',
    blank: (answer) => ({
      ...answer,
      headers: onHeaders(answer.headers, (name, value) =>
        name === 'ratelimit' ? value.replace(/(remaining|reset)=\d+/g, '$1=<number>') : value,
      ),
    }),
  },
  {
    what: 'seconds until the next try',
    why: 'they count from the first try, which the clock has left behind',
    blank: (answer) => ({
      ...answer,
      headers: onHeaders(answer.headers, (name, value) => (name === 'retry-after' ? '<seconds>' : value)),
    }),
  },
  {
    what: 'the order of links and contents with equal counts',
    why: 'it goes by their ids, which are random; that the greater count comes first is compared',
    blank: (answer, _, { path }) =>
      /^\/api\/v1\/stats\?.*groupBy=(link|content)\b/.test(path) && answer.status === 200
        ? { ...answer, body: withTiesSorted(answer.body) }
        : answer,
  },
  {
    what: 'the checks of /readyz',
    why: 'they name what each runtime stands on: files here, D1 there; the verdict is compared',
    blank: (answer, _, step) =>
      asks(step, '/readyz')
        ? { ...answer, body: answer.body.replace(/"checks":.*/, '"checks":<own>') }
        : answer,
  },
  {
    what: '/metrics',
    why: 'an isolate is gone before anybody asks: the edge has none',
    blank: (answer, _, step) =>
      asks(step, '/metrics') ? { status: step.status, headers: {}, body: '<own>' } : answer,
  },
  {
    what: 'the text of /privacy',
    why: 'it says where data lies and for how long, which is another place at the edge',
    blank: (answer, _, step) =>
      asks(step, '/privacy', '/privacy.json') ? { ...answer, body: '<own>' } : answer,
  },
  {
    what: 'how /assets are cached and missed',
    why: 'the platform serves files by itself, before the worker is asked; file and type are compared',
    blank(answer, _, step) {
      if (!step.path.startsWith('/assets/')) return answer;
      const { status, headers, body } = without(answer, ['cf-cache-status', 'etag', 'vary']);
      return status === 404 ? { status, headers: {}, body: '' } : { status, headers, body };
    },
  },
  {
    what: 'tags of bodies that differ, or that did not come along',
    why: 'they are hashes of the body; whether an address still has the tag it had before is compared',
    blank(answer, { nameOf }, { path }, original) {
      if (answer.body === original.body && answer.body !== '') return answer;
      const turn = (name: string, value: string) =>
        name === 'etag' ? nameOf(`tag of ${path}`, `${value} of ${path}`) : value;
      return { ...answer, headers: onHeaders(answer.headers, turn) };
    },
  },
];

/** A function that takes out of one runtime's answers what may differ, in the order of the session. */
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
  const runtime = { startedAt, nameOf };
  return (answer, step) => EXCEPTIONS.reduce((left, { blank }) => blank(left, runtime, step, answer), answer);
}
