/** What the agents of browsers consist of: engines, old browsers, and names that only look like a program's. */

// An agent without any of these belongs to a program: browsers call themselves Mozilla, or at least name an engine.
const ENGINES =
  /\bMozilla\/|WebKit\b|\bGecko\b|\bKHTML\b|\bPresto\b|\bTrident\/|\bMSIE\b|\bSafari\/|\b(?:OPR|Opera|Chrom(?:e|ium))[/ ]|Browser|\bNetFront\b|\bObigo\b|\bTeleca\b|\bUC(?:WEB|Pro)|\bMIDP\b|\bCLDC\b|\bWAP[12 ]|\bMAUI\b|\bUP\/\d|\bNovarra\b|\bHbbTV\/|\bNETTV\/|\bCE-HTML\b|\bHybridcast\//i;

// Browsers whose agent only consists of their own name.
const OWN_FORM =
  /^(?:Amaya|Amiga-AWeb|AmigaVoyager|\w*Arachne|Biyubi|BriskBard|Bunjalloo|Contiki|Dillo|DoCoMo|Doris|edbrowse|Emacs-W3|E?Links|Flock|Galeon|HotJava|IBrowse|iCab|Konqueror|Ladybird|Lynx|(?:NCSA|VMS)[_ ]Mosaic|netrik|Netscape|NetSurf|OmniWeb|Palmscape|retawq|Surf|URL|Uzbl|Voyager3|w3m|Xiino|Xombrero)(?=[/ ][(\d]|\/Emacs\b)/i;

/** Names of phones, carriers and the like, which say nothing about the client. Case does not matter. */
const NAMES = [
  // Phone models, after the system's version: "CUBOT", "M bot 54", "Discovery II".
  /(?<=\bAndroid [\d.]+;)(?![^()]*(?:compatible|https?:|@|-Google\/|(?:bot|crawler|spider)[/-]))[^()]*(?=\))/,
  /\bcubot/,
  /\bHTC; Radar\b/,
  // The carrier, or the maker of the device: "Google Fi", "Search|Mobile".
  /\bFBCR\/[^;\]]*/,
  /(?<=\/)Google(?=\/)/,
  /\basus_google_cube\b/,
  // Systems and computers of which "server" is a name: terminal servers are the desktops of whole companies.
  /\bWindows (?:NT )?(?:Server \d{4}|\d{4} Server)\b|\b(?:Alpha|Terminal) ?Server(?=[\d _]|\b)|\bNEWS-OS\b/,
  // First versions of systems, and standards of televisions.
  /\b(?:HTML|Freesat|Bada|NETTV|REX|BDP\w*)\/1\.0|\/1\.0(?=; U;)/,
  /\bOMI\/[\w.]+/,
  /\b(?:CE-HTML\/[\d.]+ |Hybrid)\(\)/,
  // Protocols that old phones name.
  /\bMAUI ?(?:\([^)]*\)|HTTP [\w;]*)|\bOpera ?\(HTTPS?\)/,
  // Java on phones and in old browsers, which is not the HTTP client.
  /\bJava(?=Platform\/|FX\/|\/(?:ASVM|Jbed)\b)|\bjava(?=_c_\w+ Linux)|\bHotJava\b|\bJava [\d._]+(?=; .*\bICE ?browser\/)/,
  // Details that an app's browser adds: its package, its source, the size of its page.
  /\b(?:imoAndroid|Instagram|MicroMessenger)\b(?!.*(?:compatible|https?:|bot\b)).*/,
  /\b(?:air\.)?com\.\w[\w.]*/,
  /@\w+_(?:android|iphone)_[\d.]+/,
  /\bws:[\d|.]+/,
  /\bgoogle_(?:ios|android)\b/,
  // Browsers, toolbars and readers that show pages.
  /\bSogou(?:MSE|MobileBrowser|Search)\b/,
  /(?:\b|_)Google(?: ?Earth|Lens|TV|Wv|PlayStore|Hypersonic)(?![a-z])/,
  /\bAsk\.com Mobile Browser\b/,
  /\bchromeframe\b|\bBrowseX\b|\bInspectBrowser\b/,
  /\b(?:ProxyFox|Blue Proxy|Proxyless)\b/,
  /\bTorrent(?=\/[\d.]+ Safari\/)|\bQQDownload\b/,
  /\bhttps?:\/\/(?:www\.)?(?:QtWeb\.net|bsalsa\.com)\/?/,
  /\bAcorn-HTTP\/|^Mozilla\/5\.0 URL(?=\/Emacs\b)/,
  /\b\w*News(?:SDK|-Now)?\/\d|\/SohuNews\b/,
];

const ANY_NAME = new RegExp(NAMES.map(({ source }) => source).join('|'), 'gi');

// Where nothing may be put in front: the usual form, and names in front of it, which may be a program's. Televisions
// also put theirs there.
const USUAL_FORM = /^(?:Mozilla|Opera)\/|^(?!.*\b(?:HbbTV|NETTV)\/).*Mozilla\//i;

/** Whether the agent names a browser or its engine. */
export function namesBrowser(userAgent: string): boolean {
  return ENGINES.test(userAgent) || OWN_FORM.test(userAgent);
}

/** A browser's agent without names that only look like a program's, in the usual form, so that its shape does not either. */
export function withoutProductNames(userAgent: string): string {
  const form = USUAL_FORM.test(userAgent) ? userAgent : `Mozilla/5.0 ${userAgent}`;
  return form.replace(ANY_NAME, '');
}
