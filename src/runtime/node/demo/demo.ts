/** The entry of `npm run demo`: fills a data folder of its own, then is the ordinary server on it. */
import { isNodeNewEnough } from '../server/node-version.ts';

if (isNodeNewEnough()) {
  const { prepareDemo } = await import('./prepare-demo.ts');
  await prepareDemo(process.env);
  const { main } = await import('../server/main.ts');
  await main();
}
