import { expect, it } from 'vitest';
import { parseAddress } from '../../../src/net/address.ts';
import {
  CREATED_PER_NETWORK,
  createShareLimits,
  RECORDED_PER_NETWORK,
} from '../../../src/shares/share-limits.ts';

const NOW = Date.UTC(2026, 9, 7, 12);
const address = (text: string) => parseAddress(text);

it('takes a bounded number of shares from one network, whatever the rest of the address is', async () => {
  const limits = createShareLimits();
  let taken = 0;
  for (let press = 0; press < 10_000; press++) {
    const from = address(`2001:db8:1:2::${press.toString(16)}`);
    if (await limits.mayRecord(from, NOW + press)) taken += 1;
  }
  expect(taken).toBe(RECORDED_PER_NETWORK.max);
  expect(await limits.mayRecord(address('2001:db8:1:3::1'), NOW + 10_000)).toBe(true);
  expect(await limits.mayRecord(address('2001:db8:1:2::1'), NOW + RECORDED_PER_NETWORK.windowMs + 1)).toBe(
    true,
  );
});

it('takes a bounded number of new pages from one network, and from all unknown ones together', () => {
  const limits = createShareLimits();
  for (const from of [address('198.51.100.7'), null]) {
    const taken = Array.from({ length: 1_000 }, () => limits.mayCreate(from, NOW)).filter(Boolean);
    expect(taken).toHaveLength(CREATED_PER_NETWORK.max);
  }
});

it('asks the limit that all processes share', async () => {
  const limits = createShareLimits(
    async (limit, caller) => !(limit === 'perStranger' && /^share /.test(caller)),
  );
  expect(await limits.mayRecord(address('198.51.100.7'), NOW)).toBe(false);
});
