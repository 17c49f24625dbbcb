import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { nextTurn, turnForRequest } from '../../src/next-turn.ts';

const STEPS = 4;

/** Counts the turns of the event loop until it is stopped. */
function countTurns() {
  let [turns, isOver] = [0, false];
  const count = async () => {
    for (; !isOver; turns += 1) await turn();
  };
  const counting = count();
  return {
    now: () => turns,
    async stop() {
      isOver = true;
      await counting;
    },
  };
}

function work(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end; );
}

it('runs one long step in each turn of the event loop, in the order in which they wait', async () => {
  const turns = countTurns();
  const steps: { name: number; turn: number }[] = [];
  const request = async (name: number) => {
    for (let step = 0; step < STEPS; step += 1) {
      await nextTurn();
      steps.push({ name, turn: turns.now() });
      work(11);
    }
  };
  await Promise.all([request(1), request(2), request(3)]);
  await turns.stop();
  expect(new Set(steps.map(({ turn }) => turn)).size).toBe(steps.length);
  expect(steps.map(({ name }) => name)).toEqual(Array.from({ length: STEPS }, () => [1, 2, 3]).flat());
});

it('lets short requests begin in one turn, and those after a long one wait', async () => {
  await turn(); // begins a new turn
  expect([turnForRequest(), turnForRequest(), turnForRequest()]).toEqual([null, null, null]);
  work(11);
  const waits = [turnForRequest(), turnForRequest()];
  expect(waits).toEqual([expect.any(Promise), expect.any(Promise)]);
  await Promise.all(waits);
  await turn();
  expect(turnForRequest()).toBeNull();
});
