/** Icons of 24 × 24, drawn as one line each. A channel without one has the icon of a share. */
const SHARE = 'M12 15V3m-4 4 4-4 4 4M5 12v8h14v-8';
const BUBBLE = 'M4 4h16v12H9l-5 4z';

const PATHS = new Map([
  ['whatsapp', 'm3 21 2-5a9 9 0 1 1 3 3zM9 8c0 4 3 7 7 7'],
  ['email', 'M3 5h18v14H3zl9 8 9-8'],
  ['copy', 'M9 9h11v11H9zM5 15H4V4h11v1'],
  ['slack', 'M9 3 7 21M17 3l-2 18M4 9h17M3 15h17'],
  ['teams', 'M4 5h16v14H4zm4 4h8m-4 0v7'],
  ['telegram', 'm3 11 18-7-3 16-6-5-2 5-2-6z'],
  ['signal', BUBBLE],
  ['messenger', `${BUBBLE}m3 8 3-3 3 2 3-3`],
  ['sms', `${BUBBLE}m4 6h0m4 0h0m4 0h0`],
  ['discord', `${BUBBLE}m5 5v2m6-2v2`],
  ['linkedin', 'M5 9v11M5 4h0m6 16V9m0 5c0-6 9-6 9 0v6'],
  ['x', 'M4 4l16 16M20 4 4 20'],
  ['facebook', 'M13 21V8c0-3 1-4 4-4M9 12h7'],
  ['reddit', 'M4 9h16v11H4zm8 0V4h4'],
  ['bluesky', 'M12 12C8 4 3 5 5 11l7 1 7-1c2-6-3-7-7 1l-4 7m4-7 4 7'],
  ['qr', 'M4 4h6v6H4zm10 0h6v6h-6zM4 14h6v6H4zm10 0h2v2m4 0v4h-4'],
]);

const SVG = 'http://www.w3.org/2000/svg';

/** Made element by element, which pages with Trusted Types allow. */
export function icon(channel: string): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  const attributes = { viewBox: '0 0 24 24', part: 'icon', 'aria-hidden': 'true' };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  path.setAttribute('d', PATHS.get(channel) ?? SHARE);
  svg.appendChild(path);
  return svg;
}
