/** Reads User-Agents, each text once. The parser is the largest library of the redirect, so the first visitor loads it. */
import type { AgentDescription } from '../hits/classify/agent.ts';
import { type AgentClassification, classifyAgent } from '../hits/classify/classify.ts';

const MAX_AGENTS = 5_000;

/** What one User-Agent shows: device, system and browser, and what kind of client it is. */
export type ReadAgent = (userAgent: string) => { description: AgentDescription; agent: AgentClassification };

export interface AgentReader {
  /** Undefined until it is loaded. */
  loaded(): ReadAgent | undefined;
  load(): Promise<ReadAgent>;
}

export function createAgentReader(): AgentReader {
  // The function is kept and not the promise of its module, since workerd ties a promise to the request that made it.
  let read: ReadAgent | undefined;
  return {
    loaded: () => read,
    async load() {
      const { describeAgent, memoAgents } = await import('../hits/classify/agent.ts');
      read ??= memoAgents(MAX_AGENTS, (userAgent) => ({
        description: describeAgent(userAgent),
        agent: classifyAgent(userAgent),
      }));
      return read;
    },
  };
}
