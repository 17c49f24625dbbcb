/** The entry of `npm run demo`: fills a separate data folder, then runs the ordinary server on it. */
import { isNodeNewEnough } from '../server/node-version.ts';

if (isNodeNewEnough()) {
  const { prepareDemo } = await import('./prepare-demo.ts');
  const greet = await prepareDemo(process.env);
  const { main } = await import('../server/main.ts');
  await main(greet);
}
