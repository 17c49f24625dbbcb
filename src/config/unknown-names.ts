/** Tells mistyped settings from variables of other programs. */
import leven from 'leven';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What Kubernetes and old Docker links add for a service whose name begins with `sotto`. */
const SERVICE =
  /^SOTTO(?:_\w+)?_(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)$/;
const SERVICE_PORT = /^SOTTO(?:_\w+)?_PORT$/;

const isOfService = (name: string, value = '') =>
  SERVICE.test(name) || (SERVICE_PORT.test(name) && /^(?:tcp|udp|sctp):\/\//.test(value));

/** A mistyped setting is a mistake; a variable of something else is only worth a warning. */
export function unknownNames(
  env: Environment,
  settings: readonly string[],
): { mistakes: string[]; warnings: string[] } {
  const known = settings.flatMap((name) => [name, `${name}_FILE`]);
  const unknown = Object.keys(env).filter((name) => name.startsWith('SOTTO_') && !known.includes(name));
  const isForeign = (name: string) => isOfService(name, env[name]) || !isNear(name, nearest(name, known));
  return {
    mistakes: unknown
      .filter((name) => !isForeign(name))
      .map((name) => `${name} is not a setting. Did you mean ${nearest(name, known)}?`),
    warnings: unknown.filter(isForeign).map((name) => `${name} is not a setting and is ignored.`),
  };
}

/** At most half of the letters differ, one is the beginning of the other, or they share a word. */
function isNear(name: string, setting: string): boolean {
  const [word, other] = [withoutPrefix(name), withoutPrefix(setting)];
  const shares = word.split('_').some((part) => part.length > 2 && other.split('_').includes(part));
  return shares || other.startsWith(word) || word.startsWith(other) || distance(word, other) <= MAX_DISTANCE;
}

const MAX_DISTANCE = 0.5;

function nearest(word: string, candidates: string[]): string {
  const distances = candidates.map((candidate) => distance(withoutPrefix(word), withoutPrefix(candidate)));
  return candidates[distances.indexOf(Math.min(...distances))] ?? '';
}

const withoutPrefix = (name: string) => name.replace('SOTTO_', '');

/** From 0 (equal) to 1 (nothing in common), relative to the length: SYNC is nearer to SYNCHRONOUS than to DATA. */
const distance = (a: string, b: string) => leven(a, b) / Math.max(a.length, b.length, 1);
