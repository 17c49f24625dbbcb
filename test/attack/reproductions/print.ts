/** The table of the reproductions, of one build or of two beside each other. */
import { figure, table } from '../../bench/report/table.ts';
import type { Reproduced } from './run.ts';

const cells = ({ found, seconds, longest, bare }: Reproduced) => [
  found,
  figure(seconds),
  figure(longest),
  figure(bare),
];
const HEADS = ['found', 's', 'no redirect ms', 'bare ms'];

export function reproductionTable(after: Reproduced[], before?: Reproduced[]): string {
  const now = new Map(after.map((row) => [row.name, row]));
  if (!before)
    return table(
      ['', ...HEADS],
      after.map((row) => [row.name, ...cells(row)]),
    );
  const rows = before.map((row) => {
    const then = now.get(row.name);
    return [row.name, ...cells(row), ...(then ? cells(then) : [])];
  });
  return table(
    ['', ...HEADS.map((head) => `before: ${head}`), ...HEADS.map((head) => `after: ${head}`)],
    rows,
  );
}
