import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INTERNET, RefusedAddress } from '../../../src/net/reach.ts';
import { createOutgoing } from '../../../src/runtime/node/adapters/outgoing.ts';
import { REACH } from '../../support/fixtures/reach.ts';
import { type PageServer, startPageServer } from '../../support/server/page-server.ts';

let server: PageServer;
beforeAll(async () => {
  server = await startPageServer();
});
afterAll(() => server.close());

const at = (address: string) => ({ address, family: address.includes(':') ? 6 : 4 });
const init = () => ({ headers: {}, signal: AbortSignal.timeout(60_000) });
const portOf = () => new URL(server.url).port;

describe('a name in an outgoing request', () => {
  it.each([
    ['10.0.0.1'],
    ['127.0.0.2'],
    ['::1'],
    ['::ffff:192.168.0.1'],
    ['fe80::1%lo'],
    ['93.184.216.34', '169.254.169.254'],
    ['2606:2800:220:1::1', 'fd00::1'],
    ['not an address'],
  ])('is refused if it resolves to %s', async (...addresses) => {
    const outgoing = createOutgoing({ reach: REACH, resolve: async () => addresses.map(at) });
    await expect(outgoing(`http://rebound.example:${portOf()}/page`, init())).rejects.toThrow(RefusedAddress);
  });

  it('is refused as the system resolves it', async () => {
    const reach = { ...INTERNET, name: () => true };
    const outgoing = createOutgoing({ reach });
    await expect(outgoing(`http://localhost:${portOf()}/page`, init())).rejects.toThrow(RefusedAddress);
  });

  it('is resolved once, and the address that was checked is connected to', async () => {
    const names: string[] = [];
    const outgoing = createOutgoing({
      reach: REACH,
      resolve: async (name) => {
        names.push(name);
        // A second question would get another answer.
        return [at(names.length === 1 ? '127.0.0.1' : '127.0.0.2')];
      },
    });
    const { status, body } = await outgoing(`http://rebound.example:${portOf()}/title`, init());
    expect([status, await new Response(body).text()]).toEqual([200, expect.stringContaining('Only a')]);
    expect(names).toEqual(['rebound.example']);
  });

  it('may have no address', async () => {
    const outgoing = createOutgoing({ reach: REACH, resolve: async () => [] });
    await expect(outgoing('http://nowhere.example/', init())).rejects.toThrow('no address');
  });
});
