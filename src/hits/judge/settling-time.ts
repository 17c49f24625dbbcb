/** When the verdict on a hit becomes final. */
import { SECOND } from '../../time.ts';
import { CLICK_BURST, LOOK_UP_MS } from '../classify/automation-signs.ts';

/** How much later than it happened a hit may usually arrive: a queue collects hits for some seconds. */
const ARRIVES_WITHIN_MS = 5 * SECOND;

/**
 * A hit is settled so long after its arrival: by then, the hits that could change its verdict have arrived. Those that
 * are delivered even later no longer change it.
 */
export const SETTLE_MS = Math.max(LOOK_UP_MS, CLICK_BURST.withinMs) + ARRIVES_WITHIN_MS;
