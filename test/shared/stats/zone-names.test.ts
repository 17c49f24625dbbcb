import { afterAll, beforeAll, expect, it } from 'vitest';
import { open } from '#open';
import { createSampleTraffic } from '../../support/fixtures/sample-traffic.ts';
import { ABBREVIATIONS, NO_ZONES, ZONE_NAMES } from '../../support/fixtures/zone-names.ts';

const sotto = await open();
beforeAll(() => createSampleTraffic(sotto));
afterAll(() => sotto.close());

/** The names that a request may use as a time zone; all others it must refuse by the name of the parameter. */
async function accepted(path: string, names: string[]): Promise<string[]> {
  const works: string[] = [];
  for (const name of names) {
    const query = new URLSearchParams({ timezone: name });
    const { status, body } = await sotto.api('GET', `${path}&${query}`);
    if (status === 200) works.push(name);
    else expect([status, body], name).toMatchObject([422, { errors: [{ pointer: '?timezone' }] }]);
  }
  return works;
}

it('statistics work in a time zone, or refuse its name', async () => {
  const works = await accepted('/stats?groupBy=hour&from=2026-10-07', ZONE_NAMES);
  expect(works.length).toBeGreaterThan(500);
  expect(works).toEqual(expect.arrayContaining(['UTC', 'Europe/Paris', 'EST5EDT', 'Asia/Calcutta', 'Zulu']));
  // The same ones on both runtimes, although Intl knows other names on each.
  expect(ZONE_NAMES.filter((name) => !works.includes(name)).toSorted()).toEqual(NO_ZONES.toSorted());
});

it.each(['/stats?groupBy=week,channel', '/hits?to=2026-10-07', '/links?sort=-clicks&from=2026-10-01'])(
  'GET %s refuses abbreviations by the name of the parameter',
  async (path) => {
    expect(await accepted(path, [...ABBREVIATIONS, 'PST8PDT'])).toEqual(['PST8PDT']);
  },
);
