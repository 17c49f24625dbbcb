/** The entry of `npm run backup -- FILE`. */
import { isNodeNewEnough } from '../server/node-version.ts';

if (isNodeNewEnough()) {
  const { runCommand } = await import('./command.ts');
  const { backUp } = await import('./backup-data.ts');
  await runCommand({
    usage: 'npm run backup -- FILE',
    parameters: ['FILE'],
    run: ({ args: [file = ''], ...options }) => backUp({ file, ...options }),
  });
}
