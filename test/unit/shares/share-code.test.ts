import { expect, it } from 'vitest';
import { isShareCode, SHARE_CODE_LENGTH, shareCode } from '../../../src/shares/share-code.ts';
import { isMark } from '../../../src/urls/mark.ts';
import { SLUG_ALPHABET } from '../../../src/urls/slug.ts';

/** Texts of six characters, spread over all of them. */
function* randomTexts(count: number): Generator<string> {
  for (let number = 0; number < count; number++) {
    let rest = number * 104_729;
    let text = '';
    for (let at = 0; at < 6; at++) {
      text += SLUG_ALPHABET.charAt(rest % SLUG_ALPHABET.length);
      rest = Math.floor(rest / SLUG_ALPHABET.length) + number * 31;
    }
    yield text;
  }
}

it('makes codes that are marks and have the form of a code', () => {
  for (const text of randomTexts(200)) {
    const code = shareCode(text);
    expect(code).toHaveLength(SHARE_CODE_LENGTH);
    expect(isMark(code)).toBe(true);
    expect(isShareCode(code)).toBe(true);
  }
});

it.each([
  'newsletter',
  'qr',
  'test',
  'banner',
  'spring',
  'html',
  'v2',
  'summer-26',
  'bnnr678',
  'PRNT_01',
  'Friday7',
  '',
])('takes the placement %j for no code', (mark) => {
  expect(isShareCode(mark)).toBe(false);
});

it('recognizes nearly every typing error: one wrong character, or another case', () => {
  let changed = 0;
  let recognized = 0;
  for (const text of randomTexts(300)) {
    const code = shareCode(text);
    for (let at = 0; at < code.length; at++) {
      const next = SLUG_ALPHABET.charAt((SLUG_ALPHABET.indexOf(code.charAt(at)) + 1) % SLUG_ALPHABET.length);
      changed += 1;
      if (!isShareCode(code.slice(0, at) + next + code.slice(at + 1))) recognized += 1;
    }
  }
  expect(recognized / changed).toBeGreaterThan(0.95);
});
