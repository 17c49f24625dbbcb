import { callers } from './callers.ts';
import { destinations } from './destinations.ts';
import { operators } from './operators.ts';
import { sharing } from './sharing.ts';
import type { Threat } from './threat.ts';
import { visitors } from './visitors.ts';

/** All threats, in the order of `docs/security.md`. */
export const THREATS: Threat[] = [...destinations, ...visitors, ...sharing, ...callers, ...operators];
