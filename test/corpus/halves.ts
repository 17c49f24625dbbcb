import { createHash } from 'node:crypto';

/**
 * The half of the collected agents that authors of patterns must not look at. It is chosen by the first bit of the
 * agent's SHA-256, so that new agents fall into either half.
 */
export function isHeldOut(agent: string): boolean {
  return createHash('sha256').update(agent).digest().readUInt8(0) >= 128;
}
