import type { Attack } from './attack.ts';
import { callers } from './attacks/callers.ts';
import { sockets } from './attacks/sockets.ts';
import { strangers } from './attacks/strangers.ts';

/** All attacks; callers come last, when there is much to read. */
export const ATTACKS: Attack[] = [...strangers, ...sockets, ...callers];
