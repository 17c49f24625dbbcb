/** Own traffic, by agreement: a click on `/{slug}.test` is a bot's and still arrives. */
export const TEST_MARK = 'test';

const MARK = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,30}[A-Za-z0-9])?$/;

/** 1 to 32 of `[A-Za-z0-9_-]`, first and last alphanumeric. */
export function isMark(text: string): boolean {
  return MARK.test(text);
}
