/** Mail-security products, which open the links of a mail before its recipient does. */

/** Makers and products whose fetchers identify themselves. */
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

// A name counts only where programs identify themselves: at the beginning or after "compatible;". Elsewhere it may
// belong to the maker's browser or phone.
const SCANNER = new RegExp(`(?:^|\\(compatible; ?)(?:${NAMES.join('|')})`, 'i');

/** Whether this agent identifies itself as a product that checks links for mail systems. */
export function isMailScanner(userAgent: string): boolean {
  return SCANNER.test(userAgent);
}
