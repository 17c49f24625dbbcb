/** Tells programs by their User-Agent from browsers whose agent only contains such a word in a name. */
import { isbot } from 'isbot';

// Programs that drive a whole browser and only add their name to its agent, and the form "compatible; …", which no
// browser since Konqueror has used.
const PROGRAM =
  /\bGTmetrix\b|\bMiniature\.io\b|\bAssetnote\/|like Gecko; compatible;|^Mozilla\/5\.0 \(compatible; (?!MSIE|Konqueror|[^)]*\) AppleWebKit)/;

/** Names of phones, carriers and the like, which say nothing about the client. Case does not matter. */
const NAMES = [
  // Phone models, after the system's version: "CUBOT", "M bot 54", "Discovery II".
  /(?<=\bAndroid [\d.]+;)(?![^()]*(?:compatible|https?:|@|-Google\/|(?:bot|crawler|spider)[/-]))[^()]*(?=\))/,
  /\bcubot/,
  // The carrier, or the maker of the device: "Google Fi", "Search|Mobile".
  /\bFBCR\/[^;\]]*/,
  /(?<=\/)Google(?=\/)/,
  // First versions of systems, and standards of televisions.
  /\b(?:HTML|Freesat|Bada)\/1\.0|\/1\.0(?=; U;)/,
  /\bOMI\/[\w.]+/,
  // Details that an app's browser adds: its package, its source, the size of its page.
  /\b(?:imoAndroid|Instagram|MicroMessenger)\b(?!.*(?:compatible|https?:|bot\b)).*/,
  /\b(?:air\.)?com\.\w[\w.]*/,
  /@\w+_(?:android|iphone)_[\d.]+/,
  /\bws:[\d|.]+/,
  // Browsers and readers that show pages.
  /\bSogou(?:MSE|MobileBrowser|Search)\b/,
  /\bGoogle(?: ?Earth|Lens|TV|Wv|PlayStore)\b/,
  /\bAsk\.com Mobile Browser\b/,
  /\bchromeframe\b/,
  /\b\w*News(?:SDK|-Now)?\/\d/,
];

const ANY_NAME = new RegExp(NAMES.map(({ source }) => source).join('|'), 'gi');

/**
 * Whether the agent says in any way that it is a program. In an agent of a browser's form, words of programs that are
 * part of a name do not count.
 */
export function isProgram(userAgent: string): boolean {
  if (PROGRAM.test(userAgent)) return true;
  if (!isbot(userAgent)) return false;
  return !/^(?:Mozilla|Opera)\//.test(userAgent) || isbot(userAgent.replace(ANY_NAME, ''));
}
