/** Codes are read by jsQR, which knows nothing of how they are drawn. */
import { convertIndexedToRgb, decode, encode } from 'fast-png';
import jsqr from 'jsqr';
import { describe, expect, it } from 'vitest';
import { drawQr } from '../../../src/qr/draw-qr.ts';
import { DEFAULT_DESIGN, ERROR_CORRECTIONS, parseColor, type QrDesign } from '../../../src/qr/qr-design.ts';
import {
  LOGO_PROBLEMS,
  MAX_LOGO_BYTES,
  MAX_LOGO_LENGTH,
  readLogo,
  readLogoFile,
} from '../../../src/qr/read-logo.ts';
import { dataUrl, logoOf } from '../../support/fixtures/logo.ts';

const SHORT = 'https://go.example/7kQ2mBd.qr';
const LONG = `https://links.a-very-long-name.example/${'customs-guide-2026-'.repeat(5)}qr.qr`;
const at = (field: string) => `?${field}`;

async function draw(text: string, changes: Partial<QrDesign> = {}) {
  const file = await drawQr(text, { ...DEFAULT_DESIGN, ...changes }, 'png', at);
  if (typeof file === 'string') throw new Error('Not a PNG file');
  const png = decode(file, { checkCrc: true });
  const { width, height, palette } = png;
  const rgb = palette ? convertIndexedToRgb(png) : png.data;
  const rgba = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++)
    rgba.set(rgb.subarray(3 * pixel, 3 * pixel + 3), 4 * pixel);
  const colorAt = (x: number, y: number) => [...rgba.subarray(4 * (y * width + x), 4 * (y * width + x) + 3)];
  return { width, height, bytes: file.length, read: () => jsqr(rgba, width, height)?.data, colorAt };
}

async function logo(url: string) {
  const found = await readLogo(url);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

describe('a PNG code', () => {
  it.each([90, 256, 333, 1024])('is read at %i pixels, and has this size', async (size) => {
    const { read, width, height } = await draw(SHORT, { size });
    expect([read(), width, height]).toEqual([SHORT, size, size]);
  });

  it.each([1, 2, 4, 16])('is read with a margin of %i modules', async (margin) => {
    expect((await draw(SHORT, { margin, size: 400 })).read()).toBe(SHORT);
  });

  it.each(ERROR_CORRECTIONS)('is read with error correction %s, long texts too', async (errorCorrection) => {
    for (const text of [SHORT, LONG]) expect((await draw(text, { errorCorrection })).read()).toBe(text);
  });

  it('is read in the least contrast that is allowed, and has exactly the given colors', async () => {
    const { read, colorAt } = await draw(SHORT, { color: '#0f4eb9', background: '#ffe9a8' });
    expect(read()).toBe(SHORT);
    expect(colorAt(0, 0)).toEqual([255, 233, 168]);
    expect((await draw(SHORT, { color: '#767676' })).read()).toBe(SHORT);
  });

  it('is small: one bit for a pixel', async () => {
    expect((await draw(SHORT, { size: 2048 })).bytes).toBeLessThan(8_000);
  });
});

describe('a code with a logo', () => {
  it.each([
    [300, 64, 64],
    [512, 512, 512],
    [1024, 300, 20],
    [400, 1, 1],
  ])('is read at %i pixels with one of %i × %i', async (size, width, height) => {
    for (const text of [SHORT, LONG]) {
      const drawn = await draw(text, { size, logo: await logo(logoOf(width, height)) });
      expect(drawn.read()).toBe(text);
      expect(drawn.colorAt(size / 2, size / 2)).toEqual([220, 38, 38]);
    }
  });

  it('shows the background where the logo is transparent', async () => {
    const transparent = await logo(logoOf(8, 8, [0, 0, 0, 0]));
    const { colorAt, read } = await draw(SHORT, { logo: transparent, background: '#ffe9a8' });
    expect(read()).toBe(SHORT);
    expect(colorAt(256, 256)).toEqual([255, 233, 168]);
  });

  it('takes gray, indexed and 16-bit pictures', async () => {
    const indexed = encode({
      width: 2,
      height: 2,
      channels: 1,
      depth: 8,
      data: Uint8Array.from([0, 1, 1, 0]),
      palette: [
        [1, 2, 3],
        [4, 5, 6],
      ],
    });
    const deep = encode({
      width: 1,
      height: 1,
      channels: 3,
      depth: 16,
      data: Uint16Array.from([65535, 256, 0]),
    });
    expect([...(await logo(dataUrl(indexed))).pixels.subarray(0, 8)]).toEqual([1, 2, 3, 255, 4, 5, 6, 255]);
    expect([...(await logo(dataUrl(deep))).pixels]).toEqual([255, 1, 0, 255]);
    expect([...(await logo(logoOf(1, 1, [9]))).pixels]).toEqual([9, 9, 9, 255]);
    expect([...(await logo(logoOf(1, 1, [9, 7]))).pixels]).toEqual([9, 9, 9, 7]);
  });

  it('refuses everything else, and what unpacks to more than it says', async () => {
    const bomb = encode({ width: 512, height: 9000, channels: 4, data: new Uint8Array(4 * 512 * 9000) });
    new DataView(bomb.buffer, bomb.byteOffset).setUint32(20, 512);
    const damaged = logoOf(40, 40).replace(/.{30}(?==*$)/, 'A'.repeat(30));
    const cases = [
      ['https://example.com/logo.png', 'kind'],
      ['data:image/svg+xml;base64,PHN2Zy8+', 'kind'],
      ['data:image/png;base64,!', 'not_png'],
      [`data:image/png;base64,${btoa('x'.repeat(100))}`, 'not_png'],
      [`data:image/png;base64,${'A'.repeat(MAX_LOGO_LENGTH)}`, 'large'],
      [logoOf(513, 1), 'size'],
      [dataUrl(bomb), 'not_png'],
      [damaged, 'damaged'],
    ] as const;
    for (const [url, expected] of cases)
      expect([url.slice(0, 40), await readLogo(url)]).toEqual([url.slice(0, 40), expected]);
    expect(Object.keys(LOGO_PROBLEMS)).toEqual(expect.arrayContaining(cases.map(([, problem]) => problem)));
  });

  it('is read from a file of at most as many bytes as its address may have characters', async () => {
    const url = logoOf(9, 7);
    const bytes = Uint8Array.from(atob(url.split(',')[1] ?? ''), (char) => char.charCodeAt(0));
    expect(await readLogoFile(new Blob([bytes]))).toMatchObject({ width: 9, height: 7, url });
    expect(await readLogoFile(new Blob([new Uint8Array(MAX_LOGO_BYTES)]))).toBe('not_png');
    expect(await readLogoFile(new Blob([new Uint8Array(MAX_LOGO_BYTES + 1)]))).toBe('large');
    expect(Math.ceil(MAX_LOGO_BYTES / 3) * 4 + 22).toBeLessThanOrEqual(MAX_LOGO_LENGTH);
  });
});

describe('a design', () => {
  it.each([
    [{ color: '#777777' }, '?color', /4\.4:1/],
    [{ color: '#f69f3b' }, '?color', /at least 4\.5:1/],
    [{ color: '#ffffff', background: '#000000' }, '?color', /inverted/],
    [{ color: '#123456', background: '#123456' }, '?color', /darker/],
    [{ size: 64 }, '?size', /at least 74/],
    [{ size: 100, margin: 16 }, '?size', /at least 122/],
  ] as const)('is refused, by the name of its field: %j', async (changes, pointer, detail) => {
    const refused = drawQr(SHORT, { ...DEFAULT_DESIGN, ...changes }, 'svg', at);
    await expect(refused).rejects.toMatchObject({
      code: 'validation',
      fields: [{ pointer, detail: expect.stringMatching(detail) }],
    });
  });

  it('takes colors of three or six digits', () => {
    const given = ['#ABC', 'abc', '#a1B2c3', 'red', '#12345', '', '#ggg'];
    expect(given.map(parseColor)).toEqual(['#aabbcc', '#aabbcc', '#a1b2c3', ...Array(4).fill(undefined)]);
  });
});

describe('an SVG code', () => {
  it('has its size, its colors, and the logo as it was given', async () => {
    const picture = await logo(logoOf(4, 4));
    const svg = await drawQr(
      SHORT,
      { ...DEFAULT_DESIGN, size: 300, color: '#0f4eb9', logo: picture },
      'svg',
      at,
    );
    expect(svg).toMatch(
      /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="300" height="300" viewBox="0 0 \d+ \d+">/,
    );
    expect(svg).toContain('fill="#0f4eb9"');
    expect(svg).toContain(`href="${picture.url}"`);
  });
});
