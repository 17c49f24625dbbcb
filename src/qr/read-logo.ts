/** Reads the logo in the middle of a code: a PNG picture as a `data:` URL. Strangers' bytes are bounded before they are decoded. */
import { convertIndexedToRgb, type DecodedPng, decode } from 'fast-png';
import { toBase64 } from '../bytes.ts';

/** A picture of RGBA bytes, and its file. */
export interface Logo {
  width: number;
  height: number;
  pixels: Uint8Array;
  /** The file as a `data:` URL. */
  url: string;
}

/** Characters of the `data:` URL: about 36 kB of file. */
export const MAX_LOGO_LENGTH = 48_000;
/** Pixels on each side. */
export const MAX_LOGO_SIDE = 512;
/** Bytes of the largest file. */
export const MAX_LOGO_BYTES = 35_900;
const PREFIX = 'data:image/png;base64,';

/** What is wrong with a logo, with the API's sentence. */
export const LOGO_PROBLEMS = {
  kind: `Must be a PNG picture that starts with "${PREFIX}".`,
  not_png: 'Is not a PNG picture.',
  large: `Must be at most ${MAX_LOGO_LENGTH} characters long.`,
  size: `Must be at most ${MAX_LOGO_SIDE} pixels wide and high.`,
  depth: 'Must be a PNG picture with 8 bits per channel.',
  damaged: 'Is a damaged PNG picture.',
} as const;
export type LogoProblem = keyof typeof LOGO_PROBLEMS;
/** More than a picture of the largest size unpacks to: 8 bytes for a pixel, and the filters of its rows. */
const MAX_UNPACKED = 8 * MAX_LOGO_SIDE * (MAX_LOGO_SIDE + 16);
const CHUNK_FRAME = 12;
const SIGNATURE = 8;

/** Returns the logo, or what is wrong with it. */
export async function readLogo(url: string): Promise<Logo | LogoProblem> {
  if (url.length > MAX_LOGO_LENGTH) return 'large';
  if (!url.startsWith(PREFIX)) return 'kind';
  const file = bytesOf(url.slice(PREFIX.length));
  const size = file && sizeOf(file);
  if (!file || !size) return 'not_png';
  const { width, height } = size;
  if (width < 1 || height < 1 || width > MAX_LOGO_SIDE || height > MAX_LOGO_SIDE) return 'size';
  try {
    if (!(await fits(file))) return 'not_png';
    const pixels = rgbaOf(decode(file, { checkCrc: true }));
    return pixels ? { width, height, pixels, url } : 'depth';
  } catch {
    return 'damaged';
  }
}

/** The same for a file. */
export async function readLogoFile(file: Blob): Promise<Logo | LogoProblem> {
  if (file.size > MAX_LOGO_BYTES) return 'large';
  const base64 = toBase64(new Uint8Array(await file.arrayBuffer()));
  return readLogo(PREFIX + base64.padEnd(4 * Math.ceil(base64.length / 4), '='));
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}

const viewOf = (file: Uint8Array<ArrayBuffer>) => new DataView(file.buffer);
const nameAt = (file: Uint8Array, at: number) => String.fromCharCode(...file.subarray(at, at + 4));

/** The size that the header names. */
function sizeOf(file: Uint8Array<ArrayBuffer>): { width: number; height: number } | undefined {
  if (file.length < 33 || nameAt(file, 12) !== 'IHDR') return undefined;
  return { width: viewOf(file).getUint32(16), height: viewOf(file).getUint32(20) };
}

/** Whether its compressed parts unpack to no more than a picture of the largest size, and there is no color profile. */
async function fits(file: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let at = SIGNATURE; at + CHUNK_FRAME <= file.length; ) {
    const length = viewOf(file).getUint32(at);
    const name = nameAt(file, at + 4);
    if (name === 'iCCP') return false;
    if (name === 'IDAT') parts.push(file.subarray(at + 8, at + 8 + length));
    at += CHUNK_FRAME + length;
  }
  const unpacked = new Blob(parts).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
  let total = 0;
  for (let read = await unpacked.read(); !read.done; read = await unpacked.read()) {
    total += read.value.length;
    if (total <= MAX_UNPACKED) continue;
    await unpacked.cancel();
    return false;
  }
  return true;
}

/** The pixels as RGBA; undefined for gray pixels that share a byte. */
function rgbaOf(png: DecodedPng): Uint8Array | undefined {
  const { width, height, depth, palette } = png;
  const data = palette ? convertIndexedToRgb(png) : png.data;
  if (!palette && depth < 8) return undefined;
  const shift = depth === 16 ? 8 : 0;
  const channels = data.length / (width * height);
  const isGray = channels < 3;
  const rgba = new Uint8Array(4 * width * height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const value = (channel: number) => (data[pixel * channels + channel] ?? 0) >> shift;
    const alpha = channels % 2 === 0 ? value(channels - 1) : 255;
    rgba.set([value(0), value(isGray ? 0 : 1), value(isGray ? 0 : 2), alpha], 4 * pixel);
  }
  return rgba;
}
