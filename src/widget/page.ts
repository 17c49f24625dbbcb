/** What the script knows of the page it runs in. */

const PATH = '/assets/v1/share.js';
const script = (document.currentScript ??
  document.querySelector(`script[src*="${PATH}"]`)) as HTMLScriptElement | null; // nothing else has loaded it

/** The origin of the server that the script came from. */
export const server = new URL(script?.src ?? location.href).origin;

/** The address without the parameters whose names match, and otherwise as it was written. */
const without = (address: string, names: string): string =>
  address
    .replace(new RegExp(`(?<=[?&])(${names})(=[^&#]*)?(&|(?=#|$))`, 'g'), '')
    .replace(/[?&]+(?=#|$)/, '');

/** The parameter with the code of the share by which the reader came. */
const PARENT = 'sotto_from';

/** By whose share the reader came; empty if by none. */
export const parent = new URLSearchParams(location.search).get(PARENT) ?? '';

// Readers who copy the address would otherwise pass the code of somebody else's share on.
if (parent) history.replaceState(history.state, '', without(location.href, PARENT));

/** The address without parameters of a campaign or a share. */
export const bare = (address: string): string => without(address, 'utm_\\w+|sotto_\\w+');

/** The address that the page calls its own. */
export const ownAddress = (): string =>
  document.querySelector<HTMLLinkElement>('link[rel=canonical]')?.href || location.href;
