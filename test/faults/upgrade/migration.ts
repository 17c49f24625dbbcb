import { readdirSync, watch } from 'node:fs';
import { nextVersionProgram } from '../../support/server/next-version.ts';
import { spawnOn } from '../../support/server/spawn-server.ts';
import { complaints, type Fault, NOTHING, type Stage } from '../fault.ts';
import { damage } from '../server-state.ts';
import { copiesOfOldFolder, notMigrated, schemaOf } from './old-folder.ts';

const LINKS = 5_000;
/** A start that migrates makes about so many. */
const CHANGES = 220;

/** What a start of a program makes where there was nothing. */
export async function newSchema(entry: string, stage: Stage): Promise<string> {
  const dataDir = `${stage.folder()}/data`;
  await (await stage.start({ dataDir, entry })).stop();
  return schemaOf(dataDir);
}

/** Starts on a folder and kills the server at the so-manieth change there; a start that came through is over too. */
async function killAtChange(
  start: { dataDir: string; entry: string },
  change: number,
  stage: Stage,
): Promise<void> {
  const server = spawnOn(start, stage.onEnd);
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
  holds: 'a migration that is killed at any moment is done by the next start, with all that was there',
  rounds: 30,
  few: 4,
  async run(stage, rounds) {
    const entry = nextVersionProgram(stage.folder());
    const schema = await newSchema(entry, stage);
    const copy = copiesOfOldFolder(stage.folder(), LINKS);
    const wrong = new Set<string>();
    let unfinished = 0;
    for (let round = 0; round < rounds; round += 1) {
      const dataDir = copy();
      // So that the rounds, however many, reach from the first change to the last.
      await killAtChange({ dataDir, entry }, 1 + Math.floor((round * CHANGES) / rounds), stage);
      if (schemaOf(dataDir) !== schema) unfinished += 1;
      const server = await stage.start({ dataDir, entry, env: { SOTTO_ADMIN_KEY: crypto.randomUUID() } });
      const { status } = await fetch(`${server.url}/old${LINKS}`, { redirect: 'manual' });
      await server.stop();
      const found = complaints({
        ...notMigrated(dataDir, { schema, links: LINKS }),
        [`an old link answers ${status}`]: status !== 302,
        'no copy was kept': !readdirSync(dataDir).some((name) => name.startsWith('sotto.db.before-')),
        'half a copy was left': readdirSync(dataDir).some((name) => name.includes('.copying')),
      });
      for (const complaint of [...found, ...damage(dataDir)]) wrong.add(complaint);
      stage.step();
    }
    const did = `start killed during a migration, ${unfinished} times in its middle`;
    return { did, ...NOTHING, wrong: [...wrong] };
  },
};
