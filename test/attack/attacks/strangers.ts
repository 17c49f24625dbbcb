/** What anybody can send to short links. */
import type { Attack } from '../attack.ts';
import { flood } from '../load/flood.ts';
import { addressOf, BROWSER, click, form, requestText } from '../load/requests.ts';
import { CRAWLERS_ALIKE, OBJECT_NAMES, randomText } from './vocabulary.ts';

const CONNECTIONS = 24;

const slugs: Attack = {
  name: 'unknown slugs',
  share: 0.24,
  run: (field, requests) =>
    flood(field, {
      requests,
      connections: CONNECTIONS,
      text: () => ({ text: click(`/${randomText(9)}`, field.next()) }),
    }),
};

const referrers: Attack = {
  name: 'referrers',
  share: 0.16,
  async run(field, requests) {
    const slug = await field.link();
    await flood(field, {
      requests,
      connections: CONNECTIONS,
      text: () => {
        const Referer = `https://${randomText(12)}.example/${randomText(40)}?${randomText(20)}`;
        return { slug, text: click(`/${slug}`, field.next(), { Referer }) };
      },
    });
  },
};

const agents: Attack = {
  name: 'agents',
  share: 0.14,
  async run(field, requests) {
    const slug = await field.link();
    await flood(field, {
      requests,
      connections: CONNECTIONS,
      text: (n) => {
        const known = CRAWLERS_ALIKE[n % CRAWLERS_ALIKE.length] ?? '';
        const agent =
          n % 3 === 0 ? known.repeat(40) : `${known} ${randomText(8)}/${n} (${randomText(60)}) ${BROWSER}`;
        return { slug, text: click(`/${slug}`, field.next(), { 'User-Agent': agent.slice(0, 2_000) }) };
      },
    });
  },
};

const marks: Attack = {
  name: 'marks',
  share: 0.16,
  async run(field, requests) {
    const slug = await field.link();
    await flood(field, {
      requests,
      connections: CONNECTIONS,
      text: () => ({ slug, text: click(`/${slug}.${randomText(12)}`, field.next()) }),
    });
  },
};

const proxies: Attack = {
  name: 'headers of proxies',
  share: 0.08,
  async run(field, requests) {
    const slug = await field.link();
    const chains = [
      (n: number) => `${addressOf(n)}, ${'10.0.0.1, '.repeat(200)}127.0.0.1`,
      () => 'unknown',
      () => ', , ,',
      (n: number) => `[2001:db8::${(n % 65_536).toString(16)}]:443`,
      () => '999.999.999.999',
      () => `${'1'.repeat(4_000)}`,
      () => '__proto__',
      (n: number) => `::ffff:${addressOf(n)}`,
    ];
    await flood(field, {
      requests,
      connections: CONNECTIONS,
      text: (n) => {
        const forwarded = chains[n % chains.length]?.(field.next()) ?? '';
        const headers = {
          'User-Agent': BROWSER,
          'X-Forwarded-For': forwarded,
          'X-Forwarded-Proto': n % 2 === 0 ? 'https, http' : 'constructor',
          'X-Forwarded-Host': 'evil.example',
          Forwarded: `for=${forwarded.slice(0, 100)}`,
          'CF-Connecting-IP': '1.1.1.1',
        };
        return { slug, text: requestText({ path: `/${slug}`, headers }) };
      },
    });
  },
};

const METHODS = [
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'PROPFIND',
  'TRACE',
  'PURGE',
  'MKCOL',
  'HEAD',
  'LOCK',
];

const methods: Attack = {
  name: 'methods, paths and names of objects',
  share: 0.1,
  async run(field, requests) {
    const slug = await field.link();
    await flood(field, {
      requests,
      connections: CONNECTIONS,
      text: (n) => {
        const name = OBJECT_NAMES[n % OBJECT_NAMES.length] ?? '';
        const headers = {
          'User-Agent': BROWSER,
          'X-Forwarded-For': addressOf(field.next()),
          [name.replaceAll('_', '-')]: name,
        };
        const paths = [
          `/${name}`,
          `/${name}.${name}`,
          `/${name}+`,
          `/docs/${name}`,
          `/assets/${name}`,
          `/%${name}`,
          `/a/${name}/`,
        ];
        const path = paths[n % paths.length] ?? '/';
        // HEAD gets no body, whatever its length says, so only other methods are sent to paths.
        const method = METHODS[n % METHODS.length] ?? 'POST';
        if (method === 'HEAD') return { text: requestText({ path, headers }) };
        if (n % 2 === 0) return { text: requestText({ method, path: `/${slug}`, headers, body: '' }) };
        return { text: requestText({ path, headers }) };
      },
    });
  },
};

const passwords: Attack = {
  name: 'passwords',
  share: 0.001,
  async run(field, requests) {
    const slug = await field.link({ password: 'the right password' });
    const guessing = flood(field, {
      requests,
      connections: 50,
      text: () => ({ slug, text: form(`/${slug}`, field.next(), randomText(12)) }),
    });
    // A reader who knows the password comes meanwhile.
    const reading = flood(field, {
      requests: Math.ceil(requests / 50),
      connections: 1,
      text: () => ({ slug, text: form(`/${slug}`, field.next(), 'the right password') }),
    });
    await Promise.all([guessing, reading]);
  },
};

export const strangers: Attack[] = [slugs, referrers, agents, marks, proxies, methods, passwords];
