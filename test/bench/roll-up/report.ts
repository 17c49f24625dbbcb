import type { Findings } from '../report/findings.ts';
import { figure, table } from '../report/table.ts';

/** What a hit costs on its way into the sums, and the room that it takes. */
export function costLines({
  size,
  hits,
  coldStart,
  space,
  ...costs
}: NonNullable<Findings['rollUp']>): string[] {
  return [
    '',
    `CPU µs per hit, ${many(hits)} hits of one day onto ${many(size.hits)} of ${many(size.links)} links`,
    table(
      ['', 'µs'],
      [
        ...costs.append.map(({ batch, cpu }) => [`append, batches of ${batch}`, figure(cpu)]),
        ['roll-up, slices of 4,000', figure(costs.rollUp)],
        ['end of its day', figure(costs.closeDay)],
        ['read by a statistic before it is rolled up', figure(costs.tail)],
      ],
    ),
    '',
    `Start with ${many(coldStart.hits)} hits of today: listens after ${figure(coldStart.milliseconds)} ms, at most ` +
      `${figure(coldStart.peak)} MB until then (with none ${figure(coldStart.empty)} ms, ${figure(coldStart.emptyPeak)} MB)`,
    '',
    `Space per hit, of ${many(size.hits)} hits of ${many(size.links)} links in 90 days`,
    table(
      ['', 'rows', 'bytes'],
      [
        ...space.map(({ file, table: name, rows, bytes }) => [
          `${file} ${name}`,
          figure(rows),
          figure(bytes),
        ]),
        ['all', '', figure(space.reduce((sum, { bytes }) => sum + bytes, 0))],
      ],
    ),
  ];
}

const many = (value: number) => value.toLocaleString('en');
