import { nextVersionProgram } from '../../support/server/next-version.ts';
import { type SpawnedServer, spawnOn } from '../../support/server/spawn-server.ts';
import { complaints, type Fault, NOTHING } from '../fault.ts';
import { damage } from '../server-state.ts';
import { newSchema } from './migration.ts';
import { copiesOfOldFolder, notMigrated } from './old-folder.ts';

const LINKS = 500;

/** Its URL once it listens; null if it ended instead. */
const urlOf = (server: SpawnedServer) =>
  server.printed(/listens on (\S+)\n/).then(
    ([, url = '']) => url,
    () => null,
  );

export const twoStarts: Fault = {
  name: 'two-starts',
  holds: 'of two processes that start on one folder at once one serves, and the other says why it does not',
  rounds: 10,
  few: 1,
  async run(stage, rounds) {
    const entry = nextVersionProgram(stage.folder());
    const schema = await newSchema(entry, stage);
    const copy = copiesOfOldFolder(stage.folder(), LINKS);
    const wrong = new Set<string>();
    for (let round = 0; round < rounds; round += 1) {
      const dataDir = copy();
      const servers = [spawnOn({ dataDir, entry }, stage.onEnd), spawnOn({ dataDir, entry }, stage.onEnd)];
      const urls = await Promise.all(servers.map(urlOf));
      const up = urls.filter((url) => url !== null);
      const answers = await Promise.all(up.map((url) => fetch(`${url}/old${LINKS}`, { redirect: 'manual' })));
      for (const { child } of servers) child.kill('SIGTERM');
      const exits = await Promise.all(servers.map(({ exited }) => exited));
      const refused = exits.filter((_, place) => urls[place] === null);
      const found = complaints({
        [`${up.length} of two serve`]: up.length !== 1,
        'an old link does not lead anywhere': answers.some(({ status }) => status !== 302),
        'the other ended without a plain message': refused.some(
          ({ code, stderr }) =>
            code !== 1 || !/^Sotto cannot start: .*\n$/.test(stderr) || !stderr.includes(dataDir),
        ),
        ...notMigrated(dataDir, { schema, links: LINKS }),
      });
      for (const complaint of [...found, ...damage(dataDir)]) wrong.add(complaint);
      stage.step();
    }
    return { did: 'two starts at once on an old folder', ...NOTHING, wrong: [...wrong] };
  },
};
