import { channelsOf } from './contrast.ts';
import { LOGO_INSET } from './draw-svg.ts';
import type { QrModules } from './encode-qr.ts';
import type { QrDesign } from './qr-design.ts';
import type { Logo } from './read-logo.ts';
import { writePng } from './write-png.ts';

/**
 * The code as a PNG picture. A module is `pixels` wide, so that every edge is sharp; what is left of the size is shared
 * by the margins.
 */
export async function drawPng(
  modules: QrModules,
  design: QrDesign,
  pixels: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const { size, color, background, logo } = design;
  const colors = [channelsOf(background), channelsOf(color)];
  const canvas = { ...modules, size, pixels, offset: Math.floor((size - modules.total * pixels) / 2) };
  const { hole } = modules;
  if (!logo || !hole) {
    const data = rowsOf(canvas, 1 + Math.ceil(size / 8), (row, x) => {
      row[1 + (x >> 3)] = (row[1 + (x >> 3)] ?? 0) | (128 >> (x & 7));
    });
    return writePng({ width: size, height: size, palette: colors, data });
  }
  const [light = [0, 0, 0], dark = [0, 0, 0]] = colors;
  const data = rowsOf(canvas, 1 + 3 * size, (row, x) => row.set(dark, 1 + 3 * x), light);
  const side = Math.floor((hole.side - 2 * LOGO_INSET) * pixels);
  const corner = canvas.offset + Math.round((hole.from + LOGO_INSET) * pixels);
  drawLogo({ data, rowBytes: 1 + 3 * size, light }, logo, { corner, side });
  return writePng({ width: size, height: size, palette: null, data });
}

interface Canvas extends QrModules {
  size: number;
  pixels: number;
  offset: number;
}

/** All rows of the picture; `paint` makes one pixel of a row dark. */
function rowsOf(
  { rows, margin, size, pixels, offset }: Canvas,
  rowBytes: number,
  paint: (row: Uint8Array, x: number) => void,
  light?: readonly number[],
): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(size * rowBytes);
  const blank = new Uint8Array(rowBytes);
  if (light) for (let x = 0; x < size; x++) blank.set(light, 1 + 3 * x);
  for (let y = 0; y < size; y++) data.set(blank, y * rowBytes);
  const start = offset + margin * pixels;
  const paintModule = (row: Uint8Array, column: number) => {
    const left = start + column * pixels;
    for (let x = left; x < left + pixels; x++) paint(row, x);
  };
  for (const [at, modules] of rows.entries()) {
    const row = blank.slice();
    for (const [column, isDark] of modules.entries()) if (isDark) paintModule(row, column);
    for (let y = 0; y < pixels; y++) data.set(row, (start + at * pixels + y) * rowBytes);
  }
  return data;
}

interface Target {
  data: Uint8Array;
  rowBytes: number;
  light: readonly number[];
}

/** Draws the logo into a square as large as it fits, in the middle. Each pixel is the mean of those it covers. */
function drawLogo(
  { data, rowBytes, light }: Target,
  logo: Logo,
  { corner, side }: { corner: number; side: number },
) {
  const scale = side / Math.max(logo.width, logo.height);
  const width = Math.max(1, Math.round(logo.width * scale));
  const height = Math.max(1, Math.round(logo.height * scale));
  const left = corner + Math.floor((side - width) / 2);
  const top = corner + Math.floor((side - height) / 2);
  for (let y = 0; y < height; y++) {
    const rows = covered(y, height, logo.height);
    for (let x = 0; x < width; x++) {
      const at = (top + y) * rowBytes + 1 + 3 * (left + x);
      data.set(mean(logo, covered(x, width, logo.width), rows, light), at);
    }
  }
}

/** The pixels of the logo that one pixel of the picture covers: first and last, exclusive. */
function covered(at: number, length: number, of: number): [from: number, to: number] {
  const from = Math.floor((at * of) / length);
  return [from, Math.max(from + 1, Math.floor(((at + 1) * of) / length))];
}

type Range = readonly [from: number, to: number];

function mean({ width, pixels }: Logo, [left, right]: Range, [top, bottom]: Range, light: readonly number[]) {
  const sum = [0, 0, 0];
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const at = 4 * (y * width + x);
      const alpha = (pixels[at + 3] ?? 0) / 255;
      for (let c = 0; c < 3; c++)
        sum[c] = (sum[c] ?? 0) + alpha * (pixels[at + c] ?? 0) + (1 - alpha) * (light[c] ?? 0);
    }
  }
  const count = (right - left) * (bottom - top);
  return sum.map((value) => Math.round(value / count));
}
