/** Scores a classifier on the rows of the corpus. */
import { LABELS, type Label, type Row } from './row.ts';

/** A row and its classification; `app` is '' if none was named. */
export interface Judged {
  row: Row;
  kind: Label;
  app: string;
}

/** `recall` is the share of the rows that were found, `precision` the share of the found that are such rows. NaN without rows. */
export interface Score {
  name: string;
  rows: number;
  recall: number;
  precision: number;
}

export function judge(rows: readonly Row[], by: (agent: string) => { kind: Label; app: string }): Judged[] {
  return rows.map((row) => {
    const { kind, app } = by(row.agent);
    return { row, kind, app };
  });
}

export function scoreKinds(judged: readonly Judged[]): Score[] {
  return LABELS.map((name) =>
    scoreOf(
      name,
      judged,
      ({ row }) => row.kind === name,
      ({ kind }) => kind === name,
    ),
  );
}

/** Scores previews and in-app browsers together, by app. Rows without an app do not affect precision. */
export function scoreApps(judged: readonly Judged[]): Score[] {
  const named = judged.filter(({ row }) => row.app !== null);
  const apps = new Set(named.map(({ row }) => row.app ?? ''));
  return [...apps].sort().map((name) =>
    scoreOf(
      name,
      named,
      ({ row }) => row.app === name,
      ({ app }) => app === name,
    ),
  );
}

/** Rows by label, columns by classification, both in the order of `LABELS`. */
export function confusion(judged: readonly Judged[]): number[][] {
  return LABELS.map((label) =>
    LABELS.map((kind) => judged.filter((each) => each.row.kind === label && each.kind === kind).length),
  );
}

/** The figures of the accuracy targets. Bots and scanners may be confused, because neither is counted. */
export function targets(judged: readonly Judged[]) {
  const previews = judged.filter(({ row }) => row.kind === 'preview');
  const robots = judged.filter(({ row }) => isRobot(row.kind));
  const people = judged.filter(({ row }) => row.kind === 'click');
  return {
    previews: share(previews, ({ kind }) => kind === 'preview'),
    rightApp: share(
      previews.filter(({ row }) => row.app !== null),
      ({ row, app }) => row.app === app,
    ),
    robots: share(robots, ({ kind }) => isRobot(kind)),
    people: people.filter(({ row }) => row.current || row.app !== null).length,
    lost: people.filter(({ kind }) => kind !== 'click').map(({ row }) => row),
  };
}

/** NaN for an empty list. */
export function share<Each>(all: readonly Each[], matches: (each: Each) => boolean): number {
  return all.filter(matches).length / all.length;
}

const isRobot = (kind: Label) => kind === 'bot' || kind === 'scanner';

function scoreOf(
  name: string,
  judged: readonly Judged[],
  is: (each: Judged) => boolean,
  found: (each: Judged) => boolean,
): Score {
  const rows = judged.filter(is);
  return { name, rows: rows.length, recall: share(rows, found), precision: share(judged.filter(found), is) };
}
