import { createHash } from 'node:crypto';

/**
 * The half of the collected agents that nobody who writes patterns may look at, by the first bit of the agent's
 * SHA-256: new agents fall into either half by themselves.
 */
export function isHeldOut(agent: string): boolean {
  return createHash('sha256').update(agent).digest().readUInt8(0) >= 128;
}
