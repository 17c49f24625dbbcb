/** Contrast of two `#rrggbb` colours, 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** How different two colours look: their distance in OKLab, where 0.02 is just noticeable. */
export function difference(a: string, b: string): number {
  const other = oklab(b);
  return Math.hypot(...oklab(a).map((value, axis) => value - (other[axis] ?? 0)));
}

/** How colours look to people without one kind of cone (Machado et al., 2009, severity 1), in linear light. */
const SIGHTS = {
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const;
export type Sight = keyof typeof SIGHTS;

/** The distance of two colours in OKLab as people with this sight see them. */
export function differenceFor(sight: Sight, a: string, b: string): number {
  const seen = (hex: string) => {
    const light = linear(hex);
    const [r = 0, g = 0, b = 0] = SIGHTS[sight].map((row) =>
      Math.min(
        1,
        Math.max(
          0,
          row.reduce((sum, weight, at) => sum + weight * (light[at] ?? 0), 0),
        ),
      ),
    );
    return labOf([r, g, b]);
  };
  const other = seen(b);
  return Math.hypot(...seen(a).map((value, axis) => value - (other[axis] ?? 0)));
}

type Triple = [number, number, number];

function linear(hex: string): Triple {
  const [r = 0, g = 0, b = 0] = (hex.match(/[0-9a-f]{2}/g) ?? []).map((pair) => {
    const value = Number.parseInt(pair, 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return [r, g, b];
}

function luminance(hex: string): number {
  const [r, g, b] = linear(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const oklab = (hex: string): Triple => labOf(linear(hex));

function labOf([r, g, b]: Triple): Triple {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}
