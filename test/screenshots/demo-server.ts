/** A server with the data of the demo or of a state, signed-in members and a browser, for screenshots. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import { parseConfig, settingsOf } from '../../src/config/config.ts';
import type { Role } from '../../src/members/member.ts';
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
  /** A window of a member, who may do everything unless a role is given. */
  openMember(options: BrowserContextOptions, role?: Role): Promise<BrowserContext>;
  end(): Promise<void>;
}

/** Writes data before the server starts. */
export type Fill = (options: Parameters<typeof fillDemo>[0]) => Promise<void>;

/** Data that are filled in once. */
export interface FilledData {
  /** Starts a server on a copy of them, so that nothing shows what pages of another server have changed. */
  open(): Promise<DemoServer>;
  end(): void;
}

const newFolder = () => mkdtempSync(join(tmpdir(), 'sotto-screenshots-'));
const remove = (folder: string) => rmSync(folder, { recursive: true, force: true });

/** With `SOTTO_DEMO_DATA`, the folder of this name in it is filled once and kept. */
export async function fillData(fill: Fill, name: string): Promise<FilledData> {
  const folder = process.env.SOTTO_DEMO_DATA;
  const kept = folder ? join(folder, name) : undefined;
  const source = kept ?? newFolder();
  const end = () => (kept === undefined ? remove(source) : undefined);
  try {
    await fillFolder(source, fill);
    return { open: () => openServerOn(source), end };
  } catch (error) {
    end();
    throw error;
  }
}

export const fillDemoData = () => fillData(fillDemo, 'demo');

async function openServerOn(source: string): Promise<DemoServer> {
  const dataDir = newFolder();
  const ends: (() => void | Promise<void>)[] = [];
  const end = async () => {
    for (const each of ends.reverse()) await each();
    remove(dataDir);
  };
  try {
    cpSync(source, dataDir, { recursive: true });
    const cookies = await signInAll(dataDir);
    const server = await startOn({ dataDir, env: { SOTTO_PUBLIC_URL: PUBLIC_URL } }, (stop) =>
      ends.push(stop),
    );
    const browser = await launchChromium();
    ends.push(() => browser.close());
    const openMember = async (options: BrowserContextOptions, role: Role = 'admin') => {
      const member = await browser.newContext(options);
      // The pages think of their public address, which is https; Chromium sends such cookies to localhost as well.
      await member.addCookies([
        { name: COOKIE, value: cookies[role], url: server.url.replace('http:', 'https:') },
      ]);
      return member;
    };
    return { server, browser, openMember, end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Fills the folder, unless it has data. */
async function fillFolder(dataDir: string, fill: Fill): Promise<void> {
  if (existsSync(join(dataDir, 'sotto.db'))) return;
  mkdirSync(dataDir, { recursive: true });
  const { store, close } = openStore({ dataDir, synchronous: 'normal' });
  try {
    const config = parseConfig({}, () => '');
    if (!config.ok) throw new Error('The defaults are no configuration.');
    const settings = settingsOf(config.config, PUBLIC_URL);
    const progress = createProgress(process.stderr);
    await fill({ store, settings, dataDir, seed: DEMO_SEED, now: Date.now(), progress });
  } finally {
    close();
  }
}

/** A cookie of a member of each role. */
async function signInAll(dataDir: string): Promise<Record<Role, string>> {
  const { store, close } = openStore({ dataDir, synchronous: 'normal' });
  try {
    const deps = { store, clock: Date.now, ids: createIds() };
    const admin = await signIn(deps, 'admin');
    const editor = await signIn(deps, 'editor');
    return { admin, editor, viewer: await signIn(deps, 'viewer') };
  } finally {
    close();
  }
}
