/** Tells programs by their User-Agent from browsers whose agent only contains such a word in a name. */
import { isbot } from 'isbot';
import { namesBrowser, withoutProductNames } from './browser-names.ts';

// The form "compatible; …", which no browser since Konqueror has used. Most robots have it.
const ROBOT_FORM =
  /like Gecko; compatible;|^Mozilla\/5\.0 \(compatible; (?!MSIE|Konqueror|IBrowse|[^)]*\) AppleWeb[Kk]it)/;

/** Programs whose agent is otherwise that of a browser or of an app. */
const PROGRAMS = [
  // HTTP clients and runtimes. Apps use the systems' own clients for their data, browsers do not.
  /\b(?:AdobeAIR|HappyDOM|HtmlUnit|jsdom|SlimerJS|(?:Windows)?PowerShell)\//,
  /\b(?:CFNetwork|Dalvik)\/(?!.*(?:AppleWebKit|Mozilla)\/)/,
  // Monitors and measurements that drive a whole browser and only add their name.
  /\b(?:360JK|Catchpoint|GTmetrix|Miniature\.io|Site24x7|sitespeed\.io|Uptrends|YLT|yunjiankong)\b/,
  /\b(?:DatadogSynthetics|DynatraceSynthetic|NewRelicSynthetics|RuxitSynthetic|ThousandEyes)\b/,
  // Security scanners.
  /\b(?:Acunetix|Assetnote|BurpSuite|CensysInspect|Detectify|Expanse|Nessus|Netsparker|Nikto|Nmap|Nuclei|Qualys|ZAP)\/|\bReaver\b/,
  // Developer tools in the name of an app: what they open, nobody reads.
  /[Dd]ev-?[Tt]ools\b/,
  // A server that passes on the agent of its own client.
  /^[\w ./-]{1,40}, Mozilla\//,
  // A version that runs into the next name: an agent put together by hand.
  /\bChrome\/\d+\.0\.0\.0[A-Z]\w+Browser\//,
  // A comment that names neither system nor engine, and nothing after it.
  /^Mozilla\/5\.0 \((?![^()]*(?:Amiga|Android|BeOS|BlackBerry|Browser|BSD|CPU|CrOS|Haiku|iPad|iPhone|Linux|Mac|MIDP|MSIE|Nintendo|Nokia|Palm|Plan9|P(?:layStation|LAYSTATION)|PSP|RISC OS|Roku|S(?:mart|MART)|SunOS|Symbian|Tizen|[Ww]eb[0O]S|Web[Kk]it|Windows|X11|Xbox))[^()]*\)$/,
];

// Templates with place holders that nobody has filled in.
const UNFILLED = [
  /<(?:[Aa]ccount|[Aa]pp|[Bb]ot|[Cc]ontact|[Ee]mail|[Ii][Dd]|[Nn]ame|[Ss]ystem|URL|url|[Uu]ser|[Vv]ersion|[Yy]our)[\w -]*>/,
  /[${%]\{|\{\w+\}|%s(?![a-z])|%d(?![\da-f])|\b(?:[Yy]our|YOUR)[-_ ](?:app|bot|company|domain|name|user|APP|BOT|COMPANY|DOMAIN|NAME|USER)\b/,
  /\b(?:Chrome|Firefox|Safari|Version)\/(?:[WXx]+\.|\w*version\b)|\bgecko(?:version|trail)\b/,
];

const PROGRAM = new RegExp([...PROGRAMS, ...UNFILLED].map(({ source }) => source).join('|'));

/** Whether the agent says in any way that it is a program. In a browser's agent, words that are part of a name do not count. */
export function isProgramAgent(userAgent: string): boolean {
  if (ROBOT_FORM.test(userAgent)) return true;
  if (isbot(userAgent) && !(namesBrowser(userAgent) && !isbot(withoutProductNames(userAgent)))) return true;
  return PROGRAM.test(userAgent);
}
