/** Products that open the links of a mail before, or instead of, the person it is for. */

/** Makers and products whose fetchers say who they are. */
const NAMES = [
  'Avanan',
  'Barracuda',
  'Bitdefender',
  'Check ?Point',
  'Cisco',
  'Cloudmark',
  'Cofense',
  'Cyren',
  'ESET',
  'FireEye',
  'Forcepoint',
  'Forti(?:Guard|Mail|net|Sandbox)',
  'Hornetsecurity',
  'IronPort',
  'Ironscales',
  'Kaspersky',
  'McAfee',
  'MessageLabs',
  'Microsoft (?:Defender|Safe ?Links)',
  'Mimecast',
  'MSDefender',
  'OpenPhish',
  'Palo ?Alto',
  'PhishTank',
  'Proofpoint',
  'Safe ?Links',
  'Sophos',
  'Symantec',
  'Trellix',
  'Trend ?Micro',
  'Trustwave',
  'TwinWave',
  'urlscan',
  'Vade ?(?:Retro|Secure)',
  'VirusTotal',
  'Websense',
  'Zscaler ?Sandbox',
];

// A name counts where a program says what it is: at the beginning, or after "compatible;". Elsewhere it may be
// the maker's browser, or a phone.
const SCANNER = new RegExp(`(?:^|\\(compatible; ?)(?:${NAMES.join('|')})`, 'i');

/** Whether this agent says that it checks links for a mail system. */
export function isMailScanner(userAgent: string): boolean {
  return SCANNER.test(userAgent);
}
