/** Rows that a hit writes, by what D1 itself says (`meta.rows_written`, indexes included, as it is billed). */
import { join } from 'node:path';
import { getPlatformProxy } from 'wrangler';
import { applyMigrations } from '../../scripts/migrations.ts';
import { createRandom } from '../../src/demo/random.ts';
import { d1Engine } from '../../src/runtime/d1-engine.ts';
import { uuidv7 } from '../../src/runtime/edge/uid.ts';
import type { Progress } from '../../src/runtime/node/progress.ts';
import { createDeliveries } from '../../src/store/deliver-hits.ts';
import { createFolder } from '../../src/store/roll-up.ts';
import { createStore } from '../../src/store/store.ts';
import { mintLink } from '../support/make.ts';
import { hitsOf } from './many-hits.ts';

const SEED = 20_240_229;
const LINKS = 200;
const DAY = 86_400_000;
/** Of the 90 days that `hitsOf` knows: about two minutes each, as neighbours in a queue are. */
const SHARE = 1e-5;
const SIZES = [100, 10, 1];

/** Rows per hit of batches of one size: as the consumer stores them, as the fold sums them, and as days forget them. */
export interface RowFigures {
  size: number;
  batches: number;
  stored: number;
  folded: number;
  forgotten: number;
  /** Rows that D1 read for it, by its own count. */
  read: number;
  /** Statements per batch, stored and folded. */
  statements: number;
  /** Milliseconds per batch that D1 worked on storing and folding it: it does one thing at a time. */
  ms: number;
}

export interface RowOptions {
  folder: string;
  /** Of each size. */
  batches: number;
  progress: Progress;
}

export async function measureRows({ folder, batches, progress }: RowOptions): Promise<RowFigures[]> {
  const path = join(folder, 'd1');
  const { env, dispose } = await getPlatformProxy<Pick<Env, 'DB'>>({
    configPath: 'wrangler.toml',
    persist: { path },
  });
  try {
    await applyMigrations(env.DB);
    const { database, look } = watched(env.DB);
    const engine = d1Engine(database);
    const store = createStore({ main: engine });
    const deliveries = createDeliveries(engine);
    const folder = createFolder(engine);
    const links: number[] = [];
    while (links.length < LINKS) links.push((await mintLink(store)).rowId);
    const random = createRandom(SEED);
    let from = 0.9;
    const deliver = async (count: number) => {
      const hits = hitsOf(random, { links, from, to: from + SHARE, count });
      from += SHARE;
      await deliveries.take(
        hits.map((hit) => ({ uid: uuidv7(hit.at), hit })),
        [],
        Date.now(),
      );
    };
    // What the days' ends take: visitors, and ids that were seen.
    const forgetAll = async () => {
      const tomorrow = Math.floor(Date.now() / DAY) + 1;
      while (await store.hits.forgetVisitors(tomorrow));
      while (await folder.forgetVisitors(tomorrow));
      while (await deliveries.forgetSeen(tomorrow * DAY));
    };
    await deliver(1_000); // the dictionaries learn the agents and countries
    await folder.fold();
    await forgetAll();
    const figures: RowFigures[] = [];
    for (const size of SIZES) {
      progress.begin(`rows, batches of ${size}`, batches);
      const [stored, folded] = [nothing(), nothing()];
      look();
      for (let batch = 0; batch < batches; batch++) {
        await deliver(size);
        add(stored, look());
        await folder.fold();
        add(folded, look());
        progress.add(1);
      }
      await forgetAll();
      const forgotten = look();
      const perHit = (count: number) => count / (size * batches);
      figures.push({
        size,
        batches,
        stored: perHit(stored.written),
        folded: perHit(folded.written),
        forgotten: perHit(forgotten.written),
        read: perHit(stored.read + folded.read + forgotten.read),
        statements: (stored.statements + folded.statements) / batches,
        ms: (stored.ms + folded.ms) / batches,
      });
    }
    return figures;
  } finally {
    await dispose();
  }
}

/** What D1 did since the last look. */
const nothing = () => ({ written: 0, read: 0, ms: 0, statements: 0 });

function add(sum: ReturnType<typeof nothing>, more: ReturnType<typeof nothing>): void {
  sum.written += more.written;
  sum.read += more.read;
  sum.ms += more.ms;
  sum.statements += more.statements;
}

/** The same D1; `look` answers what its batches did since the last look. */
function watched(database: D1Database) {
  let done = nothing();
  const batch: D1Database['batch'] = async <T>(statements: D1PreparedStatement[]) => {
    const answers = await database.batch<T>(statements);
    for (const { meta } of answers) {
      done.written += meta.rows_written;
      done.read += meta.rows_read;
      done.ms += meta.duration;
      done.statements++;
    }
    return answers;
  };
  const counting: D1Database = new Proxy(database, {
    get(target, name) {
      if (name === 'batch') return batch;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return {
    database: counting,
    look() {
      const before = done;
      done = nothing();
      return before;
    },
  };
}
