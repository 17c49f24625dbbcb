import { readdirSync, watch } from 'node:fs';
import { nextVersionProgram } from '../../support/server/next-version.ts';
import { spawnOn } from '../../support/server/spawn-server.ts';
import { type Fault, type FaultContext, failedChecks, NO_LOAD } from '../fault.ts';
import { corruption } from '../server-state.ts';
import { createFolderCopier, migrationChecks, schemaOf } from './old-folder.ts';

const LINKS = 5_000;
/** The approximate number of file changes that a migrating start makes. */
const CHANGES = 220;

/** The schema that a program creates in an empty folder. */
export async function newSchema(entry: string, context: FaultContext): Promise<string> {
  const dataDir = `${context.folder()}/data`;
  await (await context.start({ dataDir, entry })).stop();
  return schemaOf(dataDir);
}

/** Starts on a folder and kills the server at the given change of its files, or once it listens. */
async function killAtChange(
  start: { dataDir: string; entry: string },
  change: number,
  context: FaultContext,
): Promise<void> {
  const server = spawnOn(start, context.onEnd);
  let changes = 0;
  const watcher = watch(start.dataDir, () => {
    changes += 1;
    if (changes === change) server.child.kill('SIGKILL');
  });
  const listening = server.printed(/listens on/).then(() => server.child.kill('SIGKILL'));
  await Promise.race([server.exited, listening.catch(() => {})]);
  await server.exited;
  watcher.close();
}

export const migration: Fault = {
  name: 'migration',
  guarantee: 'a migration killed at any moment is completed by the next start, without loss',
  rounds: 30,
  quickRounds: 2,
  async run(context, rounds) {
    const entry = nextVersionProgram(context.folder());
    const schema = await newSchema(entry, context);
    const copy = createFolderCopier(context.folder(), LINKS);
    const problems = new Set<string>();
    let unfinished = 0;
    for (let round = 0; round < rounds; round += 1) {
      const dataDir = copy();
      // Spreads the rounds from the first change to the last.
      await killAtChange({ dataDir, entry }, 1 + Math.floor((round * CHANGES) / rounds), context);
      if (schemaOf(dataDir) !== schema) unfinished += 1;
      const server = await context.start({ dataDir, entry, env: { SOTTO_ADMIN_KEY: crypto.randomUUID() } });
      const { status } = await fetch(`${server.url}/old${LINKS}`, { redirect: 'manual' });
      await server.stop();
      const found = failedChecks({
        ...migrationChecks(dataDir, { schema, links: LINKS }),
        [`an old link answers ${status}`]: status !== 302,
        'no copy was kept': !readdirSync(dataDir).some((name) => name.startsWith('sotto.db.before-')),
        'half a copy was left': readdirSync(dataDir).some((name) => name.includes('.copying')),
      });
      for (const problem of [...found, ...corruption(dataDir)]) problems.add(problem);
      context.step();
    }
    const description = `start killed during a migration; ${unfinished} migrations were unfinished`;
    return { description, ...NO_LOAD, problems: [...problems] };
  },
};
