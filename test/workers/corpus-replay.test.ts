import { describe } from 'vitest';
import { CORPUS } from '../corpus/corpus.ts';
import { describeReplay } from '../corpus/replay.ts';
import { open } from '../support/runtimes/open.workers.ts';

// All of it runs on Node: here every request takes several round trips to D1.
describe('every sixteenth agent of the corpus', () => {
  describeReplay(
    CORPUS.filter((_, at) => at % 16 === 0),
    open,
  );
});
