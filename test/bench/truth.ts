/** The entry of `npm run bench:truth`: the accuracy and the speed of the classification of agents. */
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { classifyAgent } from '../../src/hits/classify/classify.ts';
import { CORPUS } from '../corpus/corpus.ts';
import { type CorpusSet, SETS } from '../corpus/row.ts';
import { confusion, judge, scoreApps, scoreKinds, targets } from '../corpus/score.ts';
import { thisMachine } from './report/machine.ts';
import { judgeByLibraries } from './truth/libraries.ts';
import { type Findings, report, type SetResult } from './truth/report.ts';
import { measureHostile, measureSpeed } from './truth/speed.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });

const { devDependencies, dependencies } = createRequire(import.meta.url)('../../package.json');
const versions: Record<string, string> = { ...devDependencies, ...dependencies };
const PACKAGES = ['isbot', 'crawler-user-agents', 'user-agents', 'ua-parser-js'];

const findings: Findings = {
  date: new Date().toISOString(),
  machine: thisMachine(),
  packages: Object.fromEntries(PACKAGES.map((name) => [name, versions[name] ?? 'unknown'])),
  sets: SETS.map(measureSet),
  libraries: judgeByLibraries(CORPUS),
  speed: measureSpeed(
    CORPUS.map(({ agent }) => agent),
    10,
  ),
  hostile: measureHostile(21),
};
console.log(values.json ? JSON.stringify(findings, null, 2) : report(findings));

function measureSet(set: CorpusSet): SetResult {
  const judged = judge(
    CORPUS.filter((row) => row.set === set),
    classifyAgent,
  );
  const found = targets(judged);
  return {
    set,
    rows: judged.length,
    kinds: scoreKinds(judged),
    apps: scoreApps(judged),
    confusion: confusion(judged),
    ...found,
    lost: found.lost.length,
  };
}
