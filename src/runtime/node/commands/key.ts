/** The entry of `npm run key`. */
import { isNodeNewEnough } from '../server/node-version.ts';

if (isNodeNewEnough()) {
  const { runKeyCommand } = await import('./manage-keys.ts');
  await runKeyCommand();
}
