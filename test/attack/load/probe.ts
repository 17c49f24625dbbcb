/** The probe process: opens a short link every 10 ms, and the same address of a bare server, and measures the pauses. */
import { Agent, get } from 'node:http';
import { addressOf, BROWSER } from './requests.ts';

const EVERY_MS = 10;
/** Beyond this, a stopped server would get a crowd of requests when it goes on. */
const MAX_WAITING = 32;

/** What the probe found since the last report. */
export interface ProbeReport {
  /** Redirects that were answered, and requests that failed. */
  answered: number;
  failed: number;
  /** Failed requests, and those that were lost with an idle connection: each may be a hit. */
  unsure: number;
  /** The longest time without a redirect, in milliseconds. */
  longest: number;
  /** The same for the bare server: what the machine and the probe itself add. */
  bare: number;
  /** The longest and the median time from a request to its redirect. */
  slowest: number;
  median: number;
}

interface Line {
  send(n: number): void;
  take(): Omit<ProbeReport, 'bare'>;
  waiting(): number;
}

/** Requests to one address. */
function openLine(url: string): Line {
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_WAITING });
  let [failed, unsure, waiting, longest] = [0, 0, 0, 0];
  let times: number[] = [];
  let last = performance.now();
  const end = (redirected: boolean, began: number) => {
    const now = performance.now();
    waiting -= 1;
    if (!redirected) {
      failed += 1;
      unsure += 1;
      return;
    }
    times.push(now - began);
    longest = Math.max(longest, now - last);
    last = now;
  };
  return {
    send(n) {
      if (waiting >= MAX_WAITING) return;
      waiting += 1;
      const began = performance.now();
      const headers = { 'User-Agent': BROWSER, 'X-Forwarded-For': addressOf(n) };
      const request = get(url, { agent, headers }, (response) => {
        response.resume().on('close', () => end(response.statusCode === 302, began));
      }).on('error', () => {
        // The server may close an idle connection just as it is used again, which is no failure.
        if (request.reusedSocket) failed -= 1;
        end(false, began);
      });
    },
    take() {
      const sorted = times.toSorted((one, other) => one - other);
      const taken = {
        answered: sorted.length,
        failed,
        unsure,
        slowest: sorted.at(-1) ?? 0,
        median: sorted[sorted.length >> 1] ?? Number.NaN,
        // A pause that has not ended counts, too.
        longest: Math.max(longest, performance.now() - last),
      };
      [failed, unsure, longest] = [0, 0, 0];
      times = [];
      return taken;
    },
    waiting: () => waiting,
  };
}

const [shortUrl = '', bareUrl = ''] = process.argv.slice(2);
const sotto = openLine(shortUrl);
const bare = openLine(bareUrl);
let sent = 0;
const timer = setInterval(() => {
  sent += 1;
  sotto.send(sent);
  bare.send(sent);
}, EVERY_MS);

const report = () => {
  const { longest: bareLongest } = bare.take();
  process.send?.({ ...sotto.take(), bare: bareLongest } satisfies ProbeReport);
};

process.on('message', (message) => {
  if (message === 'report') report();
  if (message !== 'end') return;
  clearInterval(timer);
  const wait = setInterval(() => {
    if (sotto.waiting() > 0) return;
    clearInterval(wait);
    report();
    process.disconnect();
    process.exit();
  }, EVERY_MS);
});
process.on('disconnect', () => process.exit());
