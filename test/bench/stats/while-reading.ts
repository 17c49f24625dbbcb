/** The effect of long reads on the event loop of the redirects. */
import type { ProgressBar } from '../../../src/runtime/node/commands/progress.ts';
import type { Sotto } from '../servers/sotto.ts';

const DAYS = 30;
const DAY = 86_400_000;
/** Queries by two facts of a hit, which the sums cannot answer. */
const RAW = ['groupBy=country,browser', 'groupBy=device,referrer'];

/** Measures the longest turn while all hits are exported and two statistics are repeatedly read from raw hits; stops after `seconds`. */
export async function measureWhileReading(sotto: Sotto, seconds: number, progress: ProgressBar) {
  const { meta } = await sotto.api<{ meta: { asOf: string } }>('/stats');
  const from = new Date(Date.parse(meta.asOf) - DAYS * DAY).toISOString();
  progress.begin('Export and raw reads', 1);
  await sotto.longestTurn();
  const started = performance.now();
  let exported = false;
  const isLate = () => performance.now() - started > seconds * 1_000;
  const exporting = exportAll(sotto, isLate).finally(() => {
    exported = true;
  });
  const reading = RAW.map(async (query) => {
    let [answered, refused] = [0, 0];
    do {
      const { status, ok } = await fetchWhole(sotto, `/stats?${query}&from=${from}`);
      if (!ok && status !== 503) throw new Error(`Statistics answer ${status}`);
      if (ok) answered += 1;
      else refused += 1;
    } while (!exported);
    return { answered, refused };
  });
  const [csv, ...reads] = await Promise.all([exporting, ...reading]);
  const longestTurn = await sotto.longestTurn();
  progress.add(1);
  return {
    ...csv,
    seconds: (performance.now() - started) / 1_000,
    answered: reads.reduce((sum, { answered }) => sum + answered, 0),
    refused: reads.reduce((sum, { refused }) => sum + refused, 0),
    longestTurn,
  };
}

/** Sends a request and reads the whole answer. */
async function fetchWhole(sotto: Sotto, path: string): Promise<Response> {
  const response = await sotto.get(path);
  await response.arrayBuffer();
  return response;
}

async function exportAll(sotto: Sotto, isLate: () => boolean) {
  const response = await sotto.get('/hits?format=csv');
  if (!response.ok || !response.body) throw new Error(`The export answers ${response.status}`);
  let bytes = 0;
  let lines = 0;
  let whole = true;
  for await (const chunk of response.body) {
    bytes += chunk.length;
    for (const byte of chunk) if (byte === 10) lines += 1;
    whole = !isLate();
    if (!whole) break;
  }
  return { rows: lines - 1, megabytes: bytes / 2 ** 20, whole };
}
