/** Estimates of the room that the labels of a chart take, because the server draws charts without measuring texts. */

/** The plots of a wide and of a narrow screen, each about as wide as the narrowest one. */
export const PLOTS = { wide: 600, narrow: 260 } as const;
export type Screen = keyof typeof PLOTS;

/** The room between a label and the line where the period begins, in pixels. */
export const BORDER_GAP = 8;

/** The mean width of a sign in a label, in pixels. */
const SIGN = 6.2;
export const widthOf = (text: string): number => text.length * SIGN;

export type Anchor = 'start' | 'middle' | 'end';

/** Where a text begins and ends that is anchored at `x`. */
export function extentOf(x: number, width: number, anchor: Anchor): [from: number, to: number] {
  const from = x - { start: 0, middle: width / 2, end: width }[anchor];
  return [from, from + width];
}
