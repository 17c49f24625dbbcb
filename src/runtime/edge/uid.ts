/** A uuidv7: begins with its time in milliseconds, so that the oldest sort first. */
export function uuidv7(at: number): string {
  const time = at.toString(16).padStart(12, '0');
  // Behind its version a random UUID has what this one has there: the variant of RFC 9562, and chance.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`;
}
