/** A server with the data of the demo, a signed-in member and a browser, for screenshots. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import { parseConfig, settingsOf } from '../../src/config/config.ts';
import { createIds } from '../../src/runtime/ids.ts';
import { createProgress } from '../../src/runtime/node/commands/progress.ts';
import { DEMO_SEED, fillDemo } from '../../src/runtime/node/demo/fill-demo.ts';
import { openStore } from '../../src/runtime/node/sqlite/open-store.ts';
import { launchChromium } from '../support/browser/chromium.ts';
import { signIn } from '../support/members/sign-in.ts';
import { type ServerProcess, startOn } from '../support/server/spawn-server.ts';

const PUBLIC_URL = 'https://go.le-cap.example';
const COOKIE = '__Host-sotto';

export interface DemoServer {
  server: ServerProcess;
  browser: Browser;
  /** A window of a member who may do everything. */
  openMember(options: BrowserContextOptions): Promise<BrowserContext>;
  end(): Promise<void>;
}

/** `SOTTO_DEMO_DATA` is a folder that is filled once and kept. */
export async function openDemoServer(): Promise<DemoServer> {
  const kept = process.env.SOTTO_DEMO_DATA;
  const dataDir = kept ?? mkdtempSync(join(tmpdir(), 'sotto-screenshots-'));
  const ends: (() => void | Promise<void>)[] = [];
  const end = async () => {
    for (const each of ends.reverse()) await each();
    if (kept === undefined) rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const cookie = await prepare(dataDir);
    const env = { SOTTO_PUBLIC_URL: PUBLIC_URL, SOTTO_ADMIN_KEY: 'sotto_screenshots_0123456789abcdef' };
    const server = await startOn({ dataDir, env }, (stop) => ends.push(stop));
    const browser = await launchChromium();
    ends.push(() => browser.close());
    const openMember = async (options: BrowserContextOptions) => {
      const member = await browser.newContext(options);
      // The pages think of their public address, which is https; Chromium sends such cookies to localhost as well.
      await member.addCookies([{ name: COOKIE, value: cookie, url: server.url.replace('http:', 'https:') }]);
      return member;
    };
    return { server, browser, openMember, end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Fills the folder with the demo's data, unless it has some, and signs a member in. */
async function prepare(dataDir: string): Promise<string> {
  const isFilled = existsSync(join(dataDir, 'sotto.db'));
  mkdirSync(dataDir, { recursive: true });
  const { store, close } = openStore({ dataDir, synchronous: 'normal' });
  try {
    const config = parseConfig({}, () => '');
    if (!config.ok) throw new Error('The defaults are no configuration.');
    const settings = settingsOf(config.config, PUBLIC_URL);
    const progress = createProgress(process.stderr);
    const now = Date.now();
    if (!isFilled) await fillDemo({ store, settings, dataDir, seed: DEMO_SEED, now, progress });
    return await signIn({ store, clock: Date.now, ids: createIds() }, 'admin');
  } finally {
    close();
  }
}
