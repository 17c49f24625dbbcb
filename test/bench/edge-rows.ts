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
    const { database, written, worked } = countingRows(env.DB);
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
      const rows = { stored: 0, folded: 0, forgotten: 0 };
      worked();
      for (let batch = 0; batch < batches; batch++) {
        written();
        await deliver(size);
        rows.stored += written();
        await folder.fold();
        rows.folded += written();
        progress.add(1);
      }
      const ms = worked() / batches;
      await forgetAll();
      rows.forgotten += written();
      const perHit = (count: number) => count / (size * batches);
      const { stored, folded, forgotten } = rows;
      figures.push({
        size,
        batches,
        stored: perHit(stored),
        folded: perHit(folded),
        forgotten: perHit(forgotten),
        ms,
      });
    }
    return figures;
  } finally {
    await dispose();
  }
}

/** The same D1; `written` and `worked` answer rows and milliseconds of its batches since the last call. */
function countingRows(database: D1Database) {
  let rows = 0;
  let ms = 0;
  const batch: D1Database['batch'] = async <T>(statements: D1PreparedStatement[]) => {
    const answers = await database.batch<T>(statements);
    for (const { meta } of answers) {
      rows += meta.rows_written;
      ms += meta.duration;
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
    written() {
      const before = rows;
      rows = 0;
      return before;
    },
    worked() {
      const before = ms;
      ms = 0;
      return before;
    },
  };
}
