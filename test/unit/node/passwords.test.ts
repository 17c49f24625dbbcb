import { describe, expect, it } from 'vitest';
import { isSameSecret } from '../../../src/bytes.ts';
import { formatPassword, parsePassword } from '../../../src/links/password.ts';
import { createPasswords } from '../../../src/runtime/node/adapters/passwords.ts';
import { createWebPasswords } from '../../../src/runtime/web-passwords.ts';

const RUNTIMES = [
  ['Node', createPasswords(), /^\$scrypt\$ln=14,r=8,p=1\$[\w+/]{22}\$[\w+/]{43}$/],
  ['the edge', createWebPasswords(), /^\$pbkdf2-sha256\$i=100000\$[\w+/]{22}\$[\w+/]{43}$/],
] as const;

describe.each(RUNTIMES)('a password on %s', (_, passwords, format) => {
  it('is stored with its parameters, and never twice as the same text', async () => {
    const [one, other] = await Promise.all([passwords.hash('open sesame'), passwords.hash('open sesame')]);
    expect(one).toMatch(format);
    expect(other).toMatch(format);
    expect(one).not.toBe(other);
    expect(one).not.toContain('sesame');
  });

  it('matches only exactly as it was typed', async () => {
    const stored = await passwords.hash('Open sesame 😀');
    expect(await passwords.verify('Open sesame 😀', stored)).toBe(true);
    for (const wrong of ['open sesame 😀', 'Open sesame', 'Open sesame 😀 ', '']) {
      expect(await passwords.verify(wrong, stored), wrong).toBe(false);
    }
  });

  it('matches however a keyboard composes its letters', async () => {
    expect(await passwords.verify('cafe\u0301', await passwords.hash('caf\u00e9'))).toBe(true);
  });

  it('is checked with its own parameters, not with the current ones', async () => {
    const stored = await passwords.hash('open sesame');
    const weaker = stored.replace('ln=14', 'ln=13').replace('i=100000', 'i=1000');
    expect(await passwords.verify('open sesame', weaker)).toBe(false);
  });

  it('can be checked many times at once', async () => {
    const stored = await passwords.hash('open sesame');
    const tries = Array.from({ length: 7 }, (_, i) => (i % 2 === 0 ? 'open sesame' : 'shut sesame'));
    const answers = await Promise.all(tries.map((password) => passwords.verify(password, stored)));
    expect(answers).toEqual(tries.map((password) => password === 'open sesame'));
  });

  it('can be guessed by a few at once: later guesses are not kept waiting', async () => {
    const stored = await passwords.hash('open sesame');
    const guesses = Array.from({ length: 60 }, () => passwords.verifyGuess('shut sesame', stored));
    const answers = await Promise.all(guesses);
    const checked = answers.filter((answer) => answer === false).length;
    expect(checked).toBeGreaterThanOrEqual(8);
    expect(checked).toBeLessThanOrEqual(42);
    expect(answers.filter((answer) => answer === 'busy')).toHaveLength(60 - checked);
    expect(await passwords.verifyGuess('open sesame', stored)).toBe(true);
    expect(await passwords.verifyGuess('shut sesame', stored)).toBe(false);
  });

  it('of an unknown format is refused with the name of the format and no other part', async () => {
    const foreign = '$argon2id$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2g';
    const failure = passwords.verify('open sesame', foreign);
    await expect(failure).rejects.toThrow(/"argon2id" cannot be checked here/);
    await expect(failure).rejects.not.toThrow(/aGFzaGhhc2g/);
    await expect(passwords.verify('open sesame', '')).rejects.toThrow(/cannot be checked here/);
  });

  it('that cannot be checked does not block others', async () => {
    const stored = await passwords.hash('open sesame');
    const broken = stored.replace(/(?<=ln=|i=)\d+/, '0');
    const tries = Array.from({ length: 5 }, () => passwords.verify('open sesame', broken));
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
    expect(await passwords.verify('open sesame', stored)).toBe(true);
  });
});

it('each runtime names the format of the other', async () => {
  const [[, node], [, edge]] = RUNTIMES;
  await expect(edge.verify('x', await node.hash('open sesame'))).rejects.toThrow('"scrypt"');
  await expect(node.verify('x', await edge.hash('open sesame'))).rejects.toThrow('"pbkdf2-sha256"');
});

describe('the stored text', () => {
  it('is parsed as it was formatted', () => {
    const salt = new Uint8Array([0, 255, 62, 63]);
    const hash = new Uint8Array([1, 2, 3]);
    const stored = { id: 'scrypt', parameters: { ln: 14, r: 8 }, salt, hash };
    expect(parsePassword(formatPassword(stored), 'scrypt')).toEqual(stored);
  });

  it('without a hash matches no password', () => {
    expect(isSameSecret(new Uint8Array(), new Uint8Array())).toBe(false);
    expect(isSameSecret(new Uint8Array([1]), new Uint8Array([1, 2]))).toBe(false);
    expect(isSameSecret(new Uint8Array([1, 2]), new Uint8Array([1]))).toBe(false);
    expect(isSameSecret(new Uint8Array([1, 2]), new Uint8Array([1, 2]))).toBe(true);
  });
});

it('a guess on Node waits for one password of the API at most, however many are set', async () => {
  const passwords = createPasswords();
  const stored = await passwords.hash('open sesame');
  let set = 0;
  const hashes = Array.from({ length: 30 }, () => passwords.hash('another').then(() => (set += 1)));
  expect(await passwords.verifyGuess('open sesame', stored)).toBe(true);
  expect(set).toBeLessThanOrEqual(4);
  await Promise.all(hashes);
});
