/** What pages of other sites send in the name of a signed-in member. */
import { API, PUBLIC_URL, type Target } from './target.ts';
import type { Must, Threat } from './threat.ts';

const PAGE = 'https://example.com/page';

/** What browsers send along with a form of another site, and what others leave out. */
const FOREIGN: Record<string, string>[] = [
  { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
  { Origin: 'https://evil.example' },
  { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
  { Origin: 'null' },
  { Origin: PUBLIC_URL, 'Sec-Fetch-Site': 'same-site' },
  { Origin: PUBLIC_URL, 'Sec-Fetch-Site': 'none' },
  { Origin: `${PUBLIC_URL}.evil.example`, 'Sec-Fetch-Site': 'same-origin' },
  {},
];
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const ACCOUNT = '/app/settings/account';

/** A new admin and the cookie that their browser keeps. */
async function signedIn({ api, send }: Target) {
  const body = { purpose: 'invitation', role: 'admin' };
  const { json } = await api('POST', '/member-links', { body });
  const account = {
    email: `${crypto.randomUUID()}@example.com`,
    name: 'Ana',
    password: 'four walls and a door',
  };
  const headers = { ...FORM, Origin: PUBLIC_URL, 'Sec-Fetch-Site': 'same-origin' };
  const path = new URL(String(json?.url)).pathname;
  const joined = await send('POST', path, { headers, body: new URLSearchParams(account).toString() });
  const set = joined.headers['set-cookie'] ?? '';
  return { set, account, headers: { Cookie: set.split(';')[0] ?? '' } };
}

export const forgedRequests: Threat = {
  name: 'Forged requests with a session',
  guarantee: 'a browser of a signed-in member does nothing that a page of another site wants',
  scope: 'only members get a cookie, when they sign in; the API and short links read none',
  async check(target, must) {
    const { api, mint, send, visit } = target;
    const { slug, id } = await mint({ url: PAGE, password: 'a password' });
    const member = await signedIn(target);
    must(
      `the cookie is for this host alone, not for scripts or other sites (${member.set})`,
      /^sotto-http=[\w-]{43}; .*Path=\/; HttpOnly; SameSite=Lax$/.test(member.set),
    );
    const page = await send('GET', ACCOUNT, { headers: member.headers });
    must(`it opens the pages (${page.status})`, page.status === 200 && page.body.includes('Ana'));
    must(
      'it opens nothing in the API',
      (await api('GET', '/links', { key: null, headers: member.headers })).status === 401,
    );
    const forged = new URLSearchParams({ name: 'Forged' }).toString();
    for (const headers of FOREIGN) {
      const from = JSON.stringify(headers);
      for (const path of [
        ACCOUNT,
        `${ACCOUNT}/sessions/end`,
        '/app/settings/members/invitations',
        '/app/sign-out',
      ]) {
        const options = { headers: { ...FORM, ...member.headers, ...headers }, body: forged };
        const { status, headers: answered } = await send('POST', path, options);
        must(`${path} from ${from} is refused (${status})`, status === 403 && !answered['set-cookie']);
      }
      const body = new URLSearchParams(member.account).toString();
      const { status, headers: answered } = await send('POST', '/app/sign-in', {
        headers: { ...FORM, ...headers },
        body,
      });
      must(`nobody is signed in from ${from} (${status})`, status === 403 && !answered['set-cookie']);
    }
    const after = await send('GET', ACCOUNT, { headers: member.headers });
    must('nothing was changed', after.status === 200 && !after.body.includes('Forged'));
    await checkStrangers(target, must, slug);
    for (const path of [`/links/${id}?_method=DELETE`, `/links/${id}/delete`, `/links/${id}/hits`]) {
      const { status } = await api('GET', path);
      must(
        `GET ${path.slice(0, 6)}… deletes nothing (${status})`,
        (await api('GET', `/links/${id}`)).status === 200,
      );
    }
    const own = { ...FORM, ...member.headers, Origin: PUBLIC_URL, 'Sec-Fetch-Site': 'same-origin' };
    const out = await send('POST', '/app/sign-out', { headers: own });
    const ended = await visit(ACCOUNT, member.headers);
    must(`the cookie of an ended session opens nothing (${out.status})`, ended.status === 303);
  },
};

/** Forms for the API, and answers to visitors, who get no cookie. */
async function checkStrangers({ api, send, visit }: Target, must: Must, slug: string) {
  for (const type of ['text/plain', FORM['Content-Type'], 'multipart/form-data; boundary=x']) {
    const headers = { 'Content-Type': type };
    const { status } = await api('POST', '/links', { body: { url: PAGE }, headers });
    must(`a form post is refused (${status})`, status === 415);
  }
  const pages = [
    ...['/', '/docs', '/docs/errors', '/privacy', '/healthz', '/readyz', '/nothing', '/app', '/app/sign-in'],
    ...[`/${slug}`, `/${slug}+`, `${API}/links`],
  ];
  for (const path of pages) {
    const { headers } = await visit(path);
    must(`${path} sets no cookie`, headers['set-cookie'] === undefined);
  }
  const right = await send('POST', `/${slug}`, { headers: FORM, body: 'password=a+password' });
  must(
    'the right password sets no cookie',
    right.status === 303 && right.headers['set-cookie'] === undefined,
  );
}
