import { nextVersionProgram } from '../../support/server/next-version.ts';
import { type SpawnedServer, spawnOn } from '../../support/server/spawn-server.ts';
import { type Fault, failedChecks, NO_LOAD } from '../fault.ts';
import { corruption } from '../server-state.ts';
import { newSchema } from './migration.ts';
import { createFolderCopier, migrationChecks } from './old-folder.ts';

const LINKS = 500;

/** The server's URL once it listens, or null if it ended. */
const urlOf = (server: SpawnedServer) =>
  server.printed(/listens on (\S+)\n/).then(
    ([, url = '']) => url,
    () => null,
  );

export const twoStarts: Fault = {
  name: 'two-starts',
  guarantee:
    'if two processes start on one folder at once, one serves and the other explains why it does not',
  rounds: 10,
  quickRounds: 1,
  async run(context, rounds) {
    const entry = nextVersionProgram(context.folder());
    const schema = await newSchema(entry, context);
    const copy = createFolderCopier(context.folder(), LINKS);
    const problems = new Set<string>();
    for (let round = 0; round < rounds; round += 1) {
      const dataDir = copy();
      const servers = [
        spawnOn({ dataDir, entry }, context.onEnd),
        spawnOn({ dataDir, entry }, context.onEnd),
      ];
      const urls = await Promise.all(servers.map(urlOf));
      const up = urls.filter((url) => url !== null);
      const answers = await Promise.all(up.map((url) => fetch(`${url}/old${LINKS}`, { redirect: 'manual' })));
      for (const { child } of servers) child.kill('SIGTERM');
      const exits = await Promise.all(servers.map(({ exited }) => exited));
      const refused = exits.filter((_, place) => urls[place] === null);
      const found = failedChecks({
        [`${up.length} of two serve`]: up.length !== 1,
        'an old link does not redirect': answers.some(({ status }) => status !== 302),
        'the other ended without a plain message': refused.some(
          ({ code, stderr }) =>
            code !== 1 || !/^Sotto cannot start: .*\n$/.test(stderr) || !stderr.includes(dataDir),
        ),
        ...migrationChecks(dataDir, { schema, links: LINKS }),
      });
      for (const problem of [...found, ...corruption(dataDir)]) problems.add(problem);
      context.step();
    }
    return { description: 'two starts at once on an old folder', ...NO_LOAD, problems: [...problems] };
  },
};
