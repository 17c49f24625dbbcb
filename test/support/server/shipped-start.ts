/** How the scripts of package.json start Node, so that a bench or a test measures what is shipped. */
import { readFileSync } from 'node:fs';

const PACKAGE = new URL('../../../package.json', import.meta.url);

export interface ShippedStart {
  env: Record<string, string>;
  /** The flags for Node. */
  nodeArgs: string[];
}

/** Throws if the script does not end by running the built server, so that no flag is overlooked. */
export function shippedStart(script: 'start' | 'start:small' = 'start'): ShippedStart {
  const command: string = JSON.parse(readFileSync(PACKAGE, 'utf8')).scripts[script];
  const parts = /&& exec (?:env (?<env>(?:\w+=\S+ )+))?node (?<flags>(?:--\S+ )*)dist\/node\.js$/.exec(
    command,
  );
  if (!parts) throw new Error(`The script ${script} has another form than expected: ${command}`);
  const words = (text = '') => text.split(' ').filter(Boolean);
  const { env, flags } = parts.groups ?? {};
  return {
    env: Object.fromEntries(words(env).map((each) => each.split('=') as [string, string])), // one `=` each, as matched
    nodeArgs: words(flags),
  };
}
