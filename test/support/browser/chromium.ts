import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const INSTALLED = ['/usr/bin/google-chrome', '/usr/bin/chromium', '/usr/bin/chromium-browser'];
const UNWANTED = [
  // The tests check a browser's security rules, so they stay on.
  '--disable-web-security',
  '--allow-running-insecure-content',
  // In a single process a second tab crashes the first.
  '--single-process',
];

// Drawing by a graphics driver made of software takes half of the browser's time, and the tests need nothing that it draws.
const DRIVER = /gl|angle|swiftshader|gpu/;
const WITHOUT_DRIVER = ['--disable-gpu', '--disable-software-rasterizer'];

/** Finds the installed Chrome or Chromium, else the one from the npm registry, and the arguments it needs. */
export async function findChromium(): Promise<{ executablePath: string; args: string[] }> {
  const executablePath = INSTALLED.find((path) => existsSync(path));
  if (executablePath) return { executablePath, args: ['--no-sandbox'] };
  // The package unpacks its own libraries only if it detects AWS Lambda.
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs24.x';
  const { default: packed } = await import('@sparticuz/chromium');
  return {
    executablePath: await packed.executablePath(),
    args: [...packed.args.filter((arg) => !UNWANTED.includes(arg) && !DRIVER.test(arg)), ...WITHOUT_DRIVER],
  };
}

/** Launches Chromium with these additional arguments. The caller closes it. */
export async function launchChromium(more: string[] = []): Promise<Browser> {
  const { executablePath, args } = await findChromium();
  return chromium.launch({ executablePath, args: [...args, ...more] });
}

/** The User-Agent of a person's browser of this version; headless Chromium identifies itself as a bot. */
export const asChrome = (version: string): string =>
  `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version.split('.')[0]}.0.0.0 Safari/537.36`;
