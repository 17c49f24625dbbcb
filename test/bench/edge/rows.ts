/**
 * Measures the rows that a hit writes and reads, as D1 counts and bills them. Storing depends on the size of the batches,
 * and the sums on the traffic of a whole day, so both are measured separately.
 */
import { join } from 'node:path';
import { getPlatformProxy } from 'wrangler';
import { applyMigrations } from '../../../scripts/migrations.ts';
import type { ProgressBar } from '../../../src/runtime/node/commands/progress.ts';
import type { Rows, Work } from './measured-d1.ts';
import { PHASES, type Phase, runSite, type SiteRun } from './site.ts';

const SIZES = [100, 10, 1];
/** Hits per second of a busy site. */
const BUSY = 12;
const SECONDS_PER_DAY = 86_400;
/** A site for which storing and counting share little: one hit in four seconds. */
const QUIET_HITS = 20_000;

/** What one hit costs. A hit that is delivered twice counts once. */
export interface RowFigures {
  name: string;
  hits: number;
  phases: Record<Phase, Rows>;
  /** By phase and statement. */
  statements: { phase: Phase; name: string; rows: Rows }[];
  /** D1 calls per batch, to store it and to roll it up. */
  calls: number;
  /** D1's time to store and roll up a hit, in microseconds. */
  micros: number;
}

/** Figures for each size of batches, and for whole days. */
export interface RowFindings {
  sizes: (RowFigures & { size: number })[];
  days: RowFigures[];
}

export interface RowOptions {
  folder: string;
  quick: boolean;
  progress: ProgressBar;
  /** Is called with each figure as soon as it is measured: a run takes long, and may be stopped. */
  measured(figures: RowFigures): void;
}

export async function measureRows({ folder, quick, progress, measured }: RowOptions): Promise<RowFindings> {
  let runs = 0;
  const measure = async (name: string, site: Omit<SiteRun, 'progress'>): Promise<RowFigures> => {
    const { env, dispose } = await getPlatformProxy<Pick<Env, 'DB'>>({
      configPath: 'wrangler.toml',
      persist: { path: join(folder, `d1-${runs++}`) },
    });
    try {
      await applyMigrations(env.DB);
      progress.begin(`rows, ${name}`, site.hits);
      const figures = figuresOf(name, await runSite(env.DB, { ...site, progress }));
      progress.end();
      measured(figures);
      return figures;
    } finally {
      await dispose();
    }
  };

  const sizes: RowFindings['sizes'] = [];
  for (const size of SIZES) {
    const hits = quick ? 1_000 : 20_000;
    const figures = await measure(`batches of ${size}`, { size, hits, perSecond: BUSY });
    sizes.push({ ...figures, size });
  }
  const wholeDay = (name: string, hits: number, size: number) =>
    measure(`${name}, ${hits.toLocaleString('en')} hits a day`, {
      hits,
      size,
      perSecond: hits / SECONDS_PER_DAY,
    });
  const busy = quick ? 50_000 : BUSY * SECONDS_PER_DAY;
  // The size of the batches matters to storing alone; large ones take less time.
  const days = [await wholeDay('busy', busy, 1_000), await wholeDay('quiet', quick ? 2_000 : QUIET_HITS, 10)];
  return { sizes, days };
}

function figuresOf(
  name: string,
  { hits, batches, work }: { hits: number; batches: number; work: Record<Phase, Work> },
): RowFigures {
  const perHit = ({ written, read }: Rows): Rows => ({ written: written / hits, read: read / hits });
  const { stored, rolledUp } = work;
  return {
    name,
    hits,
    phases: Object.fromEntries(PHASES.map((phase) => [phase, perHit(work[phase])])) as RowFigures['phases'], // a figure for each phase
    statements: PHASES.flatMap((phase) =>
      Array.from(work[phase].statements, ([statement, rows]) => {
        return { phase, name: statement, rows: perHit(rows) };
      }),
    ),
    calls: (stored.calls + rolledUp.calls) / batches,
    micros: ((stored.ms + rolledUp.ms) * 1_000) / hits,
  };
}
