/** What the script knows of the page it runs in. */

const PATH = '/assets/v1/share.js';
const script = (document.currentScript ??
  document.querySelector(`script[src*="${PATH}"]`)) as HTMLScriptElement | null; // nothing else has loaded it

/** The origin of the server that the script came from. */
export const server = new URL(script?.src ?? location.href).origin;

/** The parameter with which the server says by whose share a reader came. */
const PARENT = 'sotto_from';
const OWN = /([?&])(?:sotto_\w+|utm_\w+)=[^&#]*/g;

/** The address without parameters of a campaign or a share. */
export const bare = (address: string): string =>
  address
    .replace(OWN, '$1')
    .replace(/([?&])&+/g, '$1')
    .replace(/[?&](?=#|$)/, '');

/** By whose share the reader came; null if by none. */
export const parent = new URLSearchParams(location.search).get(PARENT);

// Readers who copy the address would otherwise pass the code of somebody else's share on.
if (parent !== null) {
  const clean = location.href
    .replace(new RegExp(`([?&])${PARENT}=[^&#]*&?`), '$1')
    .replace(/[?&](?=#|$)/, '');
  history.replaceState(history.state, '', clean);
}

/** The address that the page calls its own, without parameters of a campaign or a share. */
export const ownAddress = (): string =>
  bare(document.querySelector<HTMLLinkElement>('link[rel=canonical]')?.href || location.href).replace(
    /#.*/,
    '',
  );
