import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { turnForRequest } from '../../../src/next-turn.ts';
import { createPasswordCheck } from '../../../src/redirect/password-check.ts';
import { createPasswords } from '../../../src/runtime/node/adapters/passwords.ts';

type Deps = Parameters<typeof createPasswordCheck>[0];
type Visit = Parameters<ReturnType<typeof createPasswordCheck>>[2];

const LINK = { rowId: 1, passwordHash: '$scrypt$' };

it('a guess waits until the connections have been looked at if this turn was long', async () => {
  const guessed: string[] = [];
  const passwords: Deps['passwords'] = {
    ...createPasswords(),
    async verifyGuess(password) {
      guessed.push(password);
      return false;
    },
  };
  const counters = { passwordsRefused: { limited: 0, busy: 0 } } as Deps['counters'];
  const check = createPasswordCheck({ passwords, counters });
  const visit = { facts: { limitAddress: null }, at: 0 } as unknown as Visit;
  const guess = (password: string) =>
    check(
      new Request('https://sotto.test/x', { method: 'POST', body: new URLSearchParams({ password }) }),
      LINK,
      visit,
    );
  await guess('loads the module of the pages');
  await turn();
  turnForRequest();
  for (const end = performance.now() + 11; performance.now() < end; );
  let turns = 0;
  const counting = turn().then(() => {
    turns += 1;
  });
  const late = guess('late').then(() => turns);
  await counting;
  expect(await late).toBe(1);
  expect(guessed).toEqual(['loads the module of the pages', 'late']);
});
