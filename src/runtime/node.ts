/** The entry on Node. It loads nothing before it knows that this Node can run it. */
import { isNodeNewEnough } from './node/server/node-version.ts';

if (isNodeNewEnough()) void import('./node/server/main.ts').then(({ main }) => main());
