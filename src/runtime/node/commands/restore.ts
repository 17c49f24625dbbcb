/** The entry of `npm run restore -- FILE`. */
import { isNodeNewEnough } from '../server/node-version.ts';

if (isNodeNewEnough()) {
  const { runCommand } = await import('./command.ts');
  const { restore } = await import('./restore-data.ts');
  await runCommand({
    usage: 'npm run restore -- FILE',
    parameters: ['FILE'],
    run: ({ args: [file = ''], ...options }) => restore({ file, ...options }),
  });
}
