import type { QrModules } from './encode-qr.ts';
import type { QrDesign } from './qr-design.ts';

/** Space around the logo, in modules. */
export const LOGO_INSET = 0.5;

/** The code as an SVG picture, which print shops can scale to any size. */
export function drawSvg(modules: QrModules, { size, color, background, logo }: QrDesign): string {
  const { rows, margin, total, hole } = modules;
  const path = rows.map((row, y) => rowPath(row, margin, margin + y)).join('');
  const picture =
    logo && hole
      ? `<image x="${hole.from + LOGO_INSET}" y="${hole.from + LOGO_INSET}" width="${hole.side - 2 * LOGO_INSET}" height="${hole.side - 2 * LOGO_INSET}" href="${logo.url}"/>`
      : '';
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${total} ${total}">` +
    `<rect width="${total}" height="${total}" fill="${background}"/>` +
    `<path fill="${color}" shape-rendering="crispEdges" d="${path}"/>${picture}</svg>`
  );
}

/** One rectangle for each run of dark modules. */
function rowPath(row: boolean[], left: number, y: number): string {
  let path = '';
  for (let x = 0; x < row.length; ) {
    const first = x;
    while (row[x]) x++;
    if (x > first) path += `M${left + first} ${y}h${x - first}v1H${left + first}z`;
    else x++;
  }
  return path;
}
