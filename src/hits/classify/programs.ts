/** Which User-Agents are programs by their own words, and which only hold such a word in a name. */
import { isbot } from 'isbot';

// Programs that drive a whole browser and only add their name to its agent; and the form in which programs say that
// they are none: no browser since Konqueror has called itself compatible.
const PROGRAM =
  /\bGTmetrix\b|\bMiniature\.io\b|\bAssetnote\/|like Gecko; compatible;|^Mozilla\/5\.0 \(compatible; (?!MSIE|Konqueror|[^)]*\) AppleWebKit)/;

/** Names that others chose, and that say nothing of who asks. Case does not matter. */
const NAMES = [
  // What a maker calls its phone, after the system's version: "CUBOT", "M bot 54", "Discovery II".
  /(?<=\bAndroid [\d.]+;)(?![^()]*(?:compatible|https?:|@|-Google\/|(?:bot|crawler|spider)[/-]))[^()]*(?=\))/,
  /\bcubot/,
  // Who sells the connection, or made the device: "Google Fi", "Search|Mobile".
  /\bFBCR\/[^;\]]*/,
  /(?<=\/)Google(?=\/)/,
  // Systems in their first version, and what televisions understand.
  /\b(?:HTML|Freesat|Bada)\/1\.0|\/1\.0(?=; U;)/,
  /\bOMI\/[\w.]+/,
  // What an app's browser tells of itself: its package, where it was loaded from, the size of its page.
  /\b(?:imoAndroid|Instagram|MicroMessenger)\b(?!.*(?:compatible|https?:|bot\b)).*/,
  /\b(?:air\.)?com\.\w[\w.]*/,
  /@\w+_(?:android|iphone)_[\d.]+/,
  /\bws:[\d|.]+/,
  // Browsers, and readers that show pages themselves.
  /\bSogou(?:MSE|MobileBrowser|Search)\b/,
  /\bGoogle(?: ?Earth|Lens|TV|Wv|PlayStore)\b/,
  /\bAsk\.com Mobile Browser\b/,
  /\bchromeframe\b/,
  /\b\w*News(?:SDK|-Now)?\/\d/,
];

const ANY_NAME = new RegExp(NAMES.map(({ source }) => source).join('|'), 'gi');

/**
 * Whether the agent says, in any of the ways in which programs do, that it is no browser. What looks like a word of
 * a program's and is part of a name is left out, in an agent that has a browser's form.
 */
export function isProgram(userAgent: string): boolean {
  if (PROGRAM.test(userAgent)) return true;
  if (!isbot(userAgent)) return false;
  return !/^(?:Mozilla|Opera)\//.test(userAgent) || isbot(userAgent.replace(ANY_NAME, ''));
}
