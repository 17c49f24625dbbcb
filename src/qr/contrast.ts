/** Contrast of colors, as WCAG 2 defines it. Colors are `#rrggbb`. */

/** The three channels, 0 to 255. */
export function channelsOf(color: string): [red: number, green: number, blue: number] {
  const value = Number.parseInt(color.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function luminance(color: string): number {
  const [red, green, blue] = channelsOf(color).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number]; // as many as there are channels
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Whether the first color reflects less light than the second. */
export const isDarker = (color: string, other: string): boolean => luminance(color) < luminance(other);

/** The contrast ratio, 1 to 21. */
export function contrast(color: string, other: string): number {
  const [darker, lighter] = [luminance(color), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}
