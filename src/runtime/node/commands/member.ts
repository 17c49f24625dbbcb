/** The entry of `npm run member -- --reset EMAIL`. */
import { isNodeNewEnough } from '../server/node-version.ts';

if (isNodeNewEnough()) {
  const { runCommand } = await import('./command.ts');
  const { resetMember } = await import('./reset-member.ts');
  await runCommand({
    usage: 'npm run member -- --reset EMAIL',
    parameters: ['--reset', 'EMAIL'],
    run: ({ args: [, email = ''], dataDir, publicUrl }) => resetMember({ email, dataDir, publicUrl }),
  });
}
