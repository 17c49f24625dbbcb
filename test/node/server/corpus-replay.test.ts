import { describe } from 'vitest';
import { CORPUS } from '../../corpus/corpus.ts';
import { describeReplay } from '../../corpus/replay.ts';
import { open } from '../../support/runtimes/open.node.ts';

describe('the whole corpus, each agent at one of four links', () => {
  describeReplay(CORPUS, open);
});
