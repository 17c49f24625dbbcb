/** The entry on Node. It checks the version of Node before it loads anything else. */
import { isNodeNewEnough } from './node/server/node-version.ts';

if (isNodeNewEnough()) void import('./node/server/main.ts').then(({ main }) => main());
