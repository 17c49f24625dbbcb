import type { Findings } from './findings.ts';
import { figure, table } from './table.ts';

type Fold = NonNullable<Findings['fold']>;

/** What a hit costs the roll-up, by table. */
export function costLines({ size, hits, costs, space }: Fold): string[] {
  const parts = [...new Set(costs.flatMap((cost) => Object.keys(cost.parts)))];
  const line = (name: string, of: (cost: Fold['costs'][number]) => number) => [
    name,
    ...costs.map((cost) => figure(of(cost))),
  ];
  const heads = ['', ...costs.map(({ slice }) => `${slice.toLocaleString('en')} a slice`)];
  return [
    '',
    `Fold: CPU µs of its thread per hit, ${hits.toLocaleString('en')} hits of one day onto ` +
      `${size.hits.toLocaleString('en')} of ${size.links.toLocaleString('en')} links`,
    table(heads, [
      ...parts.map((name) => line(name, (cost) => cost.parts[name] ?? Number.NaN)),
      line('all', ({ all }) => all),
    ]),
    '',
    `Space per hit, of ${size.hits.toLocaleString('en')} hits of ${size.links.toLocaleString('en')} links in 90 days`,
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
