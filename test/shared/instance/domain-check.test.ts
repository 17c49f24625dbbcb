/** Whether a domain leads to this server: one request, which only this server can answer. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { createChallenge } from '../../../src/domains/challenge.ts';
import { checkDomain } from '../../../src/domains/check-domain.ts';
import { RefusedAddress } from '../../../src/net/reach.ts';
import type { Outgoing } from '../../../src/ports.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

const DOMAIN = 'go.example';

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const answer = ({ status, headers, body }: Response) => ({
  status,
  header: (name: string) => headers.get(name),
  body,
});
/** A check whose request arrives wherever `send` takes it. */
async function check(send: (url: URL) => Response | Promise<Response>, domain = DOMAIN) {
  const urls: string[] = [];
  const outgoing: Outgoing = async (text) => {
    urls.push(text);
    return answer(await send(new URL(text)));
  };
  return { state: await checkDomain({ ...sotto.deps, outgoing }, domain), urls };
}
const failing = (error: Error) => () => {
  throw error;
};
const withCode = (code: string) => Object.assign(new Error('An address is in here'), { code });

describe('a domain', () => {
  it('is well if its request arrives here under its name', async () => {
    const { state, urls } = await check((url) => sotto.request(url.href));
    expect(state).toBe('well');
    expect(urls).toHaveLength(1);
    expect(urls[0]).toMatch(/^https:\/\/go\.example\/healthz\?domain=go\.example&challenge=/);
    const main = await check((url) => sotto.request(url.href), 'sotto.test');
    expect([main.state, main.urls[0]?.startsWith('http://sotto.test/healthz?')]).toEqual(['well', true]);
  });

  it('loses its name if a proxy passes on another one', async () => {
    const { state } = await check(({ search }) => sotto.request(`http://sotto.test/healthz${search}`));
    expect(state).toBe('other_host');
  });

  it('leads elsewhere if another server answers, even with the answer to an earlier check', async () => {
    let earlier = '';
    await check(async (url) => {
      const response = await sotto.request(url.href);
      earlier = await response.clone().text();
      return response;
    });
    expect(earlier).toContain('proof');
    for (const body of [earlier, '{"status":"pass"}', 'x'.repeat(100_000), ''])
      expect((await check(() => new Response(body))).state).toBe('other_server');
    const elsewhere = { status: 301, headers: { Location: 'https://other.example/' } };
    expect((await check(() => new Response(null, elsewhere))).state).toBe('other_server');
  });

  it.each([
    ['no_name', failing(withCode('ENOTFOUND'))],
    ['no_name', () => new Response('error code: 1016', { status: 530 })],
    ['certificate', failing(withCode('ERR_TLS_CERT_ALTNAME_INVALID'))],
    ['certificate', failing(withCode('CERT_HAS_EXPIRED'))],
    ['certificate', failing(withCode('DEPTH_ZERO_SELF_SIGNED_CERT'))],
    ['certificate', () => new Response('', { status: 526 })],
    ['no_answer', failing(withCode('ECONNREFUSED'))],
    ['no_answer', failing(new DOMException('Too slow', 'TimeoutError'))],
    ['no_answer', () => new Response('', { status: 522 })],
    ['inner', failing(new RefusedAddress())],
  ] as const)('is %s where that is the cause', async (state, send) => {
    expect((await check(send)).state).toBe(state);
  });

  it('is not asked where the operator wants no requests', async () => {
    const { outgoing: _, ...deps } = { ...sotto.deps };
    expect(await checkDomain(deps, DOMAIN)).toBe('off');
  });
});

describe('/healthz', () => {
  const ask = async (domain: string, challenge: string) => {
    const query = new URLSearchParams({ domain, challenge });
    return (await sotto.request(`https://${DOMAIN}/healthz?${query}`)).json();
  };

  it('proves nothing to anybody but this server, and only for a minute', async () => {
    const { text, proofs } = await createChallenge(sotto.deps, DOMAIN);
    expect(await ask(DOMAIN, text)).toEqual({ status: 'pass', proof: proofs.well });
    expect(await ask('other.example', text)).toEqual({ status: 'pass' });
    const [nonce, at, signature = ''] = text.split('.');
    const forged = [
      '',
      'x',
      `${nonce}.${at}.${signature.slice(0, -1)}${signature.endsWith('A') ? 'B' : 'A'}`,
      `${nonce}.${Number(at) + 1}.${signature}`,
      `${nonce}.${at}`,
    ];
    for (const challenge of forged) expect(await ask(DOMAIN, challenge)).toEqual({ status: 'pass' });
    sotto.clock.now += 61_000;
    expect(await ask(DOMAIN, text)).toEqual({ status: 'pass' });
  });

  it('has the same secret in every process', async () => {
    const first = await sotto.store.instance.secret('one');
    expect(await sotto.store.instance.secret('other')).toBe(first);
    const [rows] = await sotto.engine.read([sql`SELECT value FROM instance_settings WHERE name = 'secret'`]);
    expect(rows).toEqual([{ value: JSON.stringify(first) }]);
  });
});
