import type { Target } from './target.ts';

/** Notes a check and whether it holds; `what` says what must be true. */
export type Must = (what: string, holds: boolean) => void;

/** One way to attack a link shortener, and the check that it fails here. */
export interface Threat {
  /** As `docs/security.md` names it. */
  name: string;
  /** What must hold, as a sentence. */
  guarantee: string;
  /** What the checks cover if not everything: a feature may not exist yet, or a layer may be the platform's. */
  scope?: string;
  check(target: Target, must: Must): Promise<void>;
}

export interface ThreatResult {
  checks: number;
  /** The checks that failed. */
  problems: string[];
}

/** Runs the checks of one threat; an unexpected failure is a problem, too. */
export async function checkThreat(threat: Threat, target: Target): Promise<ThreatResult> {
  const problems: string[] = [];
  let checks = 0;
  const must: Must = (what, holds) => {
    checks += 1;
    if (!holds) problems.push(what);
  };
  try {
    await threat.check(target, must);
  } catch (error) {
    problems.push(`The check failed: ${error instanceof Error ? error.message : error}`);
  }
  return { checks, problems };
}
