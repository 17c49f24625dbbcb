import type { Findings } from '../report/findings.ts';
import { figure, table } from '../report/table.ts';

/** The cost of a hit and the space that it takes, as text. */
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
        ['closing its day', figure(costs.closeDay)],
        ['read by a statistics query before its roll-up', figure(costs.tail)],
      ],
    ),
    '',
    `Start with ${many(coldStart.hits)} hits of today: listens after ${figure(coldStart.milliseconds)} ms, with a peak of ` +
      `${figure(coldStart.peak)} MB (without hits ${figure(coldStart.empty)} ms, ${figure(coldStart.emptyPeak)} MB)`,
    '',
    `Space per hit, with ${many(size.hits)} hits on ${many(size.links)} links in 90 days`,
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
