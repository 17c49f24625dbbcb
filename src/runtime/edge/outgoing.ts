/**
 * Outgoing requests at the edge. A worker cannot see the address that a name resolves to. Requests leave from Cloudflare's
 * network, which routes to no private one, so that names and addresses in the URL are what there is to check.
 */
import { checkReach, INTERNET, type Reach } from '../../net/reach.ts';
import type { Outgoing } from '../../ports.ts';

export function createOutgoing(reach: Reach = INTERNET): Outgoing {
  return async (address, { headers, signal }) => {
    const url = new URL(address);
    checkReach(reach, url);
    const response = await fetch(url, { headers, signal, redirect: 'manual' });
    return { status: response.status, header: (name) => response.headers.get(name), body: response.body };
  };
}
