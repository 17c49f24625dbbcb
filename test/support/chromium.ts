import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const INSTALLED = ['/usr/bin/google-chrome', '/usr/bin/chromium', '/usr/bin/chromium-browser'];
// The test is about what a browser's own rules let through.
const LAX = ['--disable-web-security', '--allow-running-insecure-content'];

/** Launches the Chrome or Chromium of this machine, else the one from the npm registry. The caller closes it. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = INSTALLED.find((path) => existsSync(path));
  if (executablePath) return chromium.launch({ executablePath, args: ['--no-sandbox'] });
  // It brings its own libraries along where it takes the machine for a Lambda.
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs24.x';
  const { default: packed } = await import('@sparticuz/chromium');
  return chromium.launch({
    executablePath: await packed.executablePath(),
    args: packed.args.filter((arg) => !LAX.includes(arg)),
  });
}

/** What a person's browser of this version calls itself: headless Chromium names itself a bot. */
export const asChrome = (version: string): string =>
  `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version.split('.')[0]}.0.0.0 Safari/537.36`;
