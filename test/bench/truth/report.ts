import { type CorpusSet, LABELS, SETS } from '../../corpus/row.ts';
import type { Score } from '../../corpus/score.ts';
import type { Machine } from '../report/machine.ts';
import { figure, table } from '../report/table.ts';
import type { Rival } from './libraries.ts';
import type { Hostile, Speed } from './speed.ts';

/** What was found on one set of rows; shares are between 0 and 1. */
export interface Truth {
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
  sets: Truth[];
  rivals: Rival[];
  speed: Speed;
  hostile: Hostile[];
}

const percent = (share: number) => figure(share * 100);

export function report({ date, machine, packages, sets, rivals, speed, hostile }: Findings): string {
  const { processor, cores, node } = machine;
  return [
    `Truth of the classifier, ${date.slice(0, 10)}, ${processor} (${cores} cores), Node ${node}`,
    Object.entries(packages)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
    ...promises(sets),
    ...sets.flatMap(kindLines),
    ...appLines(sets),
    ...rivalLines(rivals, sets),
    ...speedLines(speed, hostile),
  ].join('\n');
}

function promises(sets: Truth[]): string[] {
  const line = (name: string, wanted: string, of: (truth: Truth) => string) => [
    name,
    wanted,
    ...sets.map(of),
  ];
  return [
    '',
    table(
      ['What is promised', 'wanted', ...sets.map(({ set }) => set)],
      [
        line('rows', '', ({ rows }) => String(rows)),
        line('previews known, %', '≥ 99.5', ({ previews }) => percent(previews)),
        line('previews with the right app, %', '≥ 98', ({ rightApp }) => percent(rightApp)),
        line('bots and scanners counted as such, %', '≥ 98', ({ robots }) => percent(robots)),
        line('current and built-in browsers', '≥ 900 in all', ({ people }) => String(people)),
        line('people lost', '0', ({ lost }) => String(lost)),
      ],
    ),
  ];
}

function kindLines({ set, kinds, confusion }: Truth): string[] {
  const rows = kinds.map(({ name, rows, recall, precision }, at) => [
    name,
    String(rows),
    percent(recall),
    percent(precision),
    ...(confusion[at] ?? []).map(String),
  ]);
  const heads = ['', 'rows', 'recall %', 'precision %', ...LABELS.map((label) => `as ${label}`)];
  return ['', `By kind, ${set} (each row as what it was judged)`, table(heads, rows)];
}

function appLines(sets: Truth[]): string[] {
  const names = [...new Set(sets.flatMap(({ apps }) => apps.map(({ name }) => name)))].sort();
  const rows = names.map((name) => [
    name,
    ...sets.flatMap(({ apps }) => {
      const score = apps.find((app) => app.name === name);
      return score ? [String(score.rows), percent(score.recall), percent(score.precision)] : ['', '', ''];
    }),
  ]);
  const heads = SETS.flatMap((set) => [`${set}: rows`, 'recall %', 'precision %']);
  return ['', 'By app, where a row names one', table(['', ...heads], rows)];
}

function rivalLines(rivals: Rival[], sets: Truth[]): string[] {
  const sotto = {
    name: 'Sotto',
    sets: sets.map((truth) => ({
      set: truth.set,
      previews: automated(truth, 'preview'),
      robots: automated(truth, 'bot', 'scanner'),
      people: automated(truth, 'click'),
    })),
  };
  const rows = [sotto, ...rivals].map(({ name, sets: seen }) => [
    name,
    ...seen.flatMap(({ previews, robots, people }) => [previews, robots, people].map(percent)),
  ]);
  const heads = SETS.flatMap((set) => [`${set}: previews`, 'robots', 'people']);
  return [
    '',
    'Taken for automated, %: people should be 0, the others 100. Half of the rows are crawler-user-agents’ own.',
    table(['', ...heads], rows),
    'Only Sotto tells a preview or a scanner from a bot, and names the app: the others have no word for it.',
  ];
}

function automated({ confusion }: Truth, ...labels: string[]): number {
  const rows = confusion.filter((_, at) => labels.includes(LABELS[at] ?? ''));
  const all = rows.flat().reduce((sum, each) => sum + each, 0);
  return 1 - rows.reduce((sum, row) => sum + (row[LABELS.indexOf('click')] ?? 0), 0) / all;
}

function speedLines(speed: Speed, hostile: Hostile[]): string[] {
  const paces = Object.entries(speed).map(([name, { median, p99 }]) => [name, figure(median), figure(p99)]);
  const shapes = hostile.map(({ shape, judgeAgent, judgeCut, describeCut, isbot }) => [
    shape,
    ...[judgeAgent, judgeCut, describeCut, isbot].map(figure),
  ]);
  return [
    '',
    'One agent of the corpus, nothing remembered',
    table(['', 'median agent µs', 'p99 agent µs'], paces),
    '',
    'A hostile agent of 64 kB (median µs): whole, and as the redirect reads it, cut to 512 characters',
    table(['', 'judgeAgent', 'judgeAgent, cut', 'describeAgent, cut', 'isbot'], shapes),
  ];
}
