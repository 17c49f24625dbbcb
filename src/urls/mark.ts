/** The mark for tests: a request for `/{slug}.test` counts as a bot and is redirected. */
export const TEST_MARK = 'test';

const MARK = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,30}[A-Za-z0-9])?$/;

/** Whether the text is 1 to 32 characters of `[A-Za-z0-9_-]`, first and last alphanumeric. */
export function isMark(text: string): boolean {
  return MARK.test(text);
}
