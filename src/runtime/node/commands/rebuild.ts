/** The entry of `npm run rebuild`. */
import { isNodeNewEnough } from '../server/node-version.ts';

if (isNodeNewEnough()) {
  const { runCommand } = await import('./command.ts');
  const { rebuild } = await import('./rebuild-sums.ts');
  await runCommand({ usage: 'npm run rebuild', parameters: [], run: rebuild });
}
