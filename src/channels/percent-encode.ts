/**
 * `encodeURIComponent` for any string: it would throw on half a surrogate pair, as cutting a text leaves
 * it.
 */
export function percentEncode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}
