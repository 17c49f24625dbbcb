import { type CorpusSet, LABELS, SETS } from '../../corpus/row.ts';
import type { Score } from '../../corpus/score.ts';
import type { Machine } from '../report/machine.ts';
import { figure, table } from '../report/table.ts';
import type { LibraryResult } from './libraries.ts';
import type { Hostile, Speed } from './speed.ts';

/** The results on one set of rows; shares are between 0 and 1. */
export interface SetResult {
  set: CorpusSet;
  rows: number;
  kinds: Score[];
  apps: Score[];
  /** Rows by label, columns by judgement, both in the order of `LABELS`. */
  confusion: number[][];
  previews: number;
  rightApp: number;
  robots: number;
  people: number;
  lost: number;
}

export interface Findings {
  date: string;
  machine: Machine;
  packages: Record<string, string>;
  sets: SetResult[];
  libraries: LibraryResult[];
  speed: Speed;
  hostile: Hostile[];
}

const percent = (share: number) => figure(share * 100);

export function report({ date, machine, packages, sets, libraries, speed, hostile }: Findings): string {
  const { processor, cores, node } = machine;
  return [
    `Accuracy of the classifier, ${date.slice(0, 10)}, ${processor} (${cores} cores), Node ${node}`,
    Object.entries(packages)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
    ...summaryLines(sets),
    ...sets.flatMap(kindLines),
    ...appLines(sets),
    ...libraryLines(libraries, sets),
    ...speedLines(speed, hostile),
  ].join('\n');
}

function summaryLines(sets: SetResult[]): string[] {
  const line = (name: string, wanted: string, of: (result: SetResult) => string) => [
    name,
    wanted,
    ...sets.map(of),
  ];
  return [
    '',
    table(
      ['', 'target', ...sets.map(({ set }) => set)],
      [
        line('rows', '', ({ rows }) => String(rows)),
        line('previews recognised, %', '≥ 99.5', ({ previews }) => percent(previews)),
        line('previews with the right app, %', '≥ 98', ({ rightApp }) => percent(rightApp)),
        line('bots and scanners counted as such, %', '≥ 98', ({ robots }) => percent(robots)),
        line('current and in-app browsers', '≥ 900 in total', ({ people }) => String(people)),
        line('people misclassified', '0', ({ lost }) => String(lost)),
      ],
    ),
  ];
}

function kindLines({ set, kinds, confusion }: SetResult): string[] {
  const rows = kinds.map(({ name, rows, recall, precision }, at) => [
    name,
    String(rows),
    percent(recall),
    percent(precision),
    ...(confusion[at] ?? []).map(String),
  ]);
  const heads = ['', 'rows', 'recall %', 'precision %', ...LABELS.map((label) => `as ${label}`)];
  return ['', `By kind, ${set} (columns: classified as)`, table(heads, rows)];
}

function appLines(sets: SetResult[]): string[] {
  const names = [...new Set(sets.flatMap(({ apps }) => apps.map(({ name }) => name)))].sort();
  const rows = names.map((name) => [
    name,
    ...sets.flatMap(({ apps }) => {
      const score = apps.find((app) => app.name === name);
      return score ? [String(score.rows), percent(score.recall), percent(score.precision)] : ['', '', ''];
    }),
  ]);
  const heads = SETS.flatMap((set) => [`${set}: rows`, 'recall %', 'precision %']);
  return ['', 'By app, for rows that name one', table(['', ...heads], rows)];
}

function libraryLines(libraries: LibraryResult[], sets: SetResult[]): string[] {
  const sotto = {
    name: 'Sotto',
    sets: sets.map((result) => ({
      set: result.set,
      previews: automated(result, 'preview'),
      robots: automated(result, 'bot', 'scanner'),
      people: automated(result, 'click'),
    })),
  };
  const rows = [sotto, ...libraries].map(({ name, sets: seen }) => [
    name,
    ...seen.flatMap(({ previews, robots, people }) => [previews, robots, people].map(percent)),
  ]);
  const heads = SETS.flatMap((set) => [`${set}: previews`, 'robots', 'people']);
  return [
    '',
    'Taken for automated, %: people should be 0, the others 100. Half of the rows come from crawler-user-agents.',
    table(['', ...heads], rows),
    'Only Sotto distinguishes previews and scanners from bots and names the app.',
  ];
}

function automated({ confusion }: SetResult, ...labels: string[]): number {
  const rows = confusion.filter((_, at) => labels.includes(LABELS[at] ?? ''));
  const all = rows.flat().reduce((sum, each) => sum + each, 0);
  return 1 - rows.reduce((sum, row) => sum + (row[LABELS.indexOf('click')] ?? 0), 0) / all;
}

function speedLines(speed: Speed, hostile: Hostile[]): string[] {
  const paces = Object.entries(speed).map(([name, { median, p99 }]) => [name, figure(median), figure(p99)]);
  const shapes = hostile.map(({ shape, classifyAgent, classifyCut, describeCut, isbot }) => [
    shape,
    ...[classifyAgent, classifyCut, describeCut, isbot].map(figure),
  ]);
  return [
    '',
    'One agent of the corpus, without a cache',
    table(['', 'median agent µs', 'p99 agent µs'], paces),
    '',
    'A hostile agent of 64 kB (median µs): whole, and cut to 512 characters as in the redirect',
    table(['', 'classifyAgent', 'classifyAgent, cut', 'describeAgent, cut', 'isbot'], shapes),
  ];
}
