/** What the script knows of the page it runs in. */

// A module is not the current script while it runs; nothing else has loaded this file.
const script = document.currentScript ?? document.querySelector('script[src*="/assets/v1/share.js"]');

/** The origin of the server that the script came from. */
export const server = new URL((script as HTMLScriptElement).src).origin;

/** The address without the parameters whose names match, and otherwise as it was written. */
const without = (address: string, names: string): string =>
  address
    .replace(new RegExp(`(?<=[?&])(${names})(=[^&#]*)?(&|(?=#|$))`, 'g'), '')
    .replace(/[?&]+(?=#|$)/, '');

/** The code of the share by which the reader came; empty if by none. */
export const parent = /[?&]sotto_from=([\w-]+)/.exec(location.search)?.[1] ?? '';

// Readers who copy the address would otherwise pass the code of somebody else's share on.
if (parent) history.replaceState(history.state, '', without(location.href, 'sotto_from'));

/** The address without parameters of a campaign or a share. */
export const bare = (address: string): string => without(address, '(utm|sotto)_\\w+');

/** The address that the page calls its own. */
export const ownAddress = (): string =>
  document.querySelector<HTMLLinkElement>('link[rel=canonical]')?.href || location.href;
