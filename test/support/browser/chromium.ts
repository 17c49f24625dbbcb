import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const INSTALLED = ['/usr/bin/google-chrome', '/usr/bin/chromium', '/usr/bin/chromium-browser'];
const UNWANTED = [
  // The test is about what a browser's own rules let through.
  '--disable-web-security',
  '--allow-running-insecure-content',
  // In a single process a second tab brings down the first.
  '--single-process',
];

/** The Chrome or Chromium of this machine, else the one from the npm registry, and what it must be started with. */
export async function findChromium(): Promise<{ executablePath: string; args: string[] }> {
  const executablePath = INSTALLED.find((path) => existsSync(path));
  if (executablePath) return { executablePath, args: ['--no-sandbox'] };
  // It brings its own libraries along where it takes the machine for a Lambda.
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs24.x';
  const { default: packed } = await import('@sparticuz/chromium');
  return {
    executablePath: await packed.executablePath(),
    args: packed.args.filter((arg) => !UNWANTED.includes(arg)),
  };
}

/** Launches it with these further arguments. The caller closes it. */
export async function launchChromium(more: string[] = []): Promise<Browser> {
  const { executablePath, args } = await findChromium();
  return chromium.launch({ executablePath, args: [...args, ...more] });
}

/** What a person's browser of this version calls itself: headless Chromium names itself a bot. */
export const asChrome = (version: string): string =>
  `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version.split('.')[0]}.0.0.0 Safari/537.36`;
