import { describe, expect, it } from 'vitest';
import { CONFIRM_WORDS } from '../../../src/pages/app/confirm/words.ts';
import { EDIT_WORDS } from '../../../src/pages/app/edit/words.ts';
import { titleText } from '../../../src/pages/app/parts/name-texts.ts';
import { Sentence } from '../../../src/pages/app/parts/names.tsx';
import { WEEKLY_WORDS } from '../../../src/pages/app/weekly/words.ts';
import { createFormat, dateAndTime } from '../../../src/pages/app/words/format.ts';
import type { AnswerFacts, PeriodWords } from '../../../src/pages/app/words/sentences.ts';
import { WORDS } from '../../../src/pages/app/words/words.ts';
import { SHARE_TEXTS } from '../../../src/pages/share/texts.ts';

const en = { words: WORDS.en, format: createFormat('en', 'Europe/Paris') };
const fr = { words: WORDS.fr, format: createFormat('fr', 'Europe/Paris') };
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MONTH: PeriodWords = { preset: '30d' };
const CHOSEN: PeriodWords = { preset: null, from: '2026-11-01', to: '2026-11-17' };

/** A sentence without its markup; no-break spaces are shown as `~`, what forbids a break without a space as `^`. */
const text = (sentence: unknown) =>
  String(sentence)
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll('&#39;', "'")
    .replaceAll('\u00a0', '~')
    .replaceAll('\u2060', '^');

const facts = (changes: Partial<AnswerFacts>): AnswerFacts => ({
  period: MONTH,
  clicks: 29_771,
  privates: { part: 25_232, whole: 29_771 },
  top: 'WhatsApp',
  spreading: 0,
  spreadingLink: (words) => words,
  ...changes,
});

describe('the answer of the overview', () => {
  it('says when nothing has been shared, and when nobody clicked', () => {
    expect(en.words.answer.nothing).toBe('Nothing has been shared yet.');
    expect(fr.words.answer.nothing).toBe('Rien n’a encore été partagé.');
    expect(text(en.words.answer.noClicks(MONTH, en.format))).toBe('No clicks in the last 30~days.');
    expect(text(fr.words.answer.noClicks(CHOSEN, fr.format))).toBe(
      'Aucun clic du 1er~novembre au 17~novembre 2026.',
    );
  });

  it('counts instead of giving a percentage of few clicks', () => {
    const few = facts({ clicks: 12, privates: { part: 8, whole: 12 } });
    expect(text(en.words.answer.few(few, en.format))).toBe(
      '12 clicks in the last 30~days, 8 of them through private channels.',
    );
    expect(text(fr.words.answer.few(few, fr.format))).toBe(
      '12 clics sur les 30~derniers~jours, dont 8 par des canaux privés.',
    );
  });

  it.each([
    [{ part: 1, whole: 1 }, ', through a private channel.', ', par un canal privé.'],
    [{ part: 0, whole: 1 }, ', not through a private channel.', ', mais pas par un canal privé.'],
    [{ part: 1, whole: 2 }, ', 1 of them through a private channel.', ', dont 1 par un canal privé.'],
    [{ part: 2, whole: 2 }, ', 2 of them through private channels.', ', dont 2 par des canaux privés.'],
  ])('says of %o which part is private', (privates, english, french) => {
    const first = privates.whole === 1 ? ['1 click', '1 clic'] : ['2 clicks', '2 clics'];
    expect(text(en.words.answer.today(privates, en.format))).toBe(`${first[0]} today so far${english}`);
    expect(text(fr.words.answer.today(privates, fr.format))).toBe(
      `${first[1]} aujourd’hui jusqu’ici${french}`,
    );
  });

  it('usually gives the private share and what carries most', () => {
    expect(text(en.words.answer.usual(facts({}), en.format))).toBe(
      'In the last 30~days, 85% of clicks came through private channels. WhatsApp carries the most.',
    );
    expect(text(fr.words.answer.usual(facts({}), fr.format))).toBe(
      'Sur les 30~derniers~jours, 85~% des clics sont venus par des canaux privés. WhatsApp en apporte le plus.',
    );
  });

  it.each([
    [1, 'one older page is spreading again', 'un ancien contenu repart'],
    [3, 'three older pages are spreading again', 'trois anciens contenus repartent'],
    [12, '12 older pages are spreading again', '12 anciens contenus repartent'],
  ])('names %i pages that spread again', (spreading, english, french) => {
    expect(text(en.words.answer.usual(facts({ spreading }), en.format))).toContain(`, and ${english}.`);
    expect(text(fr.words.answer.usual(facts({ spreading }), fr.format))).toContain(`, et ${french}.`);
  });

  it('compares the links of one channel with the time before', () => {
    const channel = { period: MONTH, channel: 'WhatsApp', clicks: 8_822, before: 4_847 };
    expect(text(en.words.answer.ofChannel(channel, en.format))).toBe(
      'WhatsApp links were clicked 8,822 times in the last 30~days, 82% more than in the 30~days before.',
    );
    expect(text(fr.words.answer.ofChannel(channel, fr.format))).toBe(
      'Les liens WhatsApp ont été ouverts 8~822 fois sur les 30~derniers~jours, 82~% de plus que sur les 30~jours d’avant.',
    );
    const few = { ...channel, clicks: 1, before: 3 };
    expect(text(en.words.answer.ofChannel(few, en.format))).toBe(
      'WhatsApp links were clicked once in the last 30~days, 3 in the 30~days before.',
    );
    const isNew = { ...channel, clicks: 5, before: 0 };
    expect(text(en.words.answer.ofChannel(isNew, en.format))).toBe(
      'WhatsApp links were clicked 5 times in the last 30~days.',
    );
    const less = { ...channel, clicks: 30, before: 60 };
    expect(text(en.words.answer.ofChannel(less, en.format))).toContain('50% less than');
  });

  it('gives the sample', () => {
    const sample = { period: MONTH, privates: { part: 25_232, whole: 29_771 }, before: 18_831 };
    expect(text(en.words.answer.sample(sample, en.format))).toBe(
      '29,771 clicks, 25,232 of them private; 10,940 more clicks than in the 30~days before (+58%).',
    );
    expect(text(fr.words.answer.sample(sample, fr.format))).toBe(
      '29~771 clics, dont 25~232 privés~; 10~940 clics de plus que sur les 30~jours d’avant (+58~%).',
    );
  });

  it.each([
    // Said by the filter already.
    [
      { part: 3_123, whole: 3_123 },
      2_123,
      '3,123 clicks; 1,000 more clicks than in the 30~days before (+47%).',
    ],
    [{ part: 0, whole: 40 }, 41, '40 clicks; 1 fewer click than in the 30~days before.'],
    [{ part: 1, whole: 40 }, 40, '40 clicks, 1 of them private; as many clicks as in the 30~days before.'],
    // The links may be new.
    [{ part: 50, whole: 60 }, 0, '60 clicks, 50 of them private.'],
  ])('gives the sample of %o after %i', (privates, before, expected) => {
    expect(text(en.words.answer.sample({ period: MONTH, privates, before }, en.format))).toBe(expected);
  });

  it('gives what was left out', () => {
    const out = { previews: 4_322, bots: 1, repeats: 707, prefetches: 0, scanners: 2 };
    expect(en.words.answer.notCounted(out, en.format)).toBe(
      'Not counted: 4,322 previews, 707 double clicks, 2 mail scanners, 1 bot.',
    );
    expect(text(fr.words.answer.notCounted(out, fr.format))).toBe(
      'Non comptés~: 4~322 aperçus, 707 doubles clics, 2 scanners de messagerie, 1 robot.',
    );
  });
});

describe('the sentence of a content', () => {
  const content = {
    clicks: 3_003,
    days: 41,
    today: 0,
    privates: { part: 2_935, whole: 3_003 },
    firstWeek: { part: 150, whole: 3_003 },
    spreading: null,
  };

  it('says how it came back', () => {
    const spreading = {
      since: '2026-11-19',
      factor: 9,
      wasQuiet: true,
      channel: 'WhatsApp',
      part: { part: 1_372, whole: 1_905 },
    };
    expect(text(en.words.answer.ofContent({ ...content, spreading }, en.format))).toBe(
      '3,003 clicks in 41 days, 98% of them private. Quiet for a month, it came back on 19~November: 9 times its usual weekly clicks, 72% of them from WhatsApp.',
    );
    expect(text(fr.words.answer.ofContent({ ...content, spreading }, fr.format))).toBe(
      '3~003 clics en 41 jours, dont 98~% privés. Après un mois calme, il est reparti le 19~novembre~: 9 fois ses clics d’une semaine habituelle, dont 72~% de WhatsApp.',
    );
  });

  it('gives the clicks of today apart, because no other figure has them', () => {
    const today = 1_190;
    expect(text(en.words.answer.ofContent({ ...content, today }, en.format))).toBe(
      '3,003 clicks in 41 days, 98% of them private, and 1,190 today so far.',
    );
    expect(text(fr.words.answer.ofContent({ ...content, today }, fr.format))).toBe(
      '3~003 clics en 41 jours, dont 98~% privés, et 1~190 aujourd’hui jusqu’ici.',
    );
  });

  it.each([
    [0, 0, 'Nobody has clicked yet.', 'Personne n’a encore cliqué.'],
    [0, 1, '1 click today so far, the last one L.', '1 clic aujourd’hui jusqu’ici, le dernier L.'],
    [0, 2, '2 clicks today so far, the last one L.', '2 clics aujourd’hui jusqu’ici, le dernier L.'],
    [66, 0, '66 clicks in 40 days, the last one L.', '66 clics en 40 jours, le dernier L.'],
    [
      66,
      3,
      '66 clicks in 40 days, and 3 today so far; the last one L.',
      '66 clics en 40 jours, et 3 aujourd’hui jusqu’ici~; le dernier L.',
    ],
  ])(
    'says of a link with %i clicks and %i today how often it was clicked',
    (clicks, today, english, french) => {
      const facts = { clicks, today, days: 40, last: 'L' };
      expect(text(en.words.contents.link.clicked(facts, en.format))).toBe(english);
      expect(text(fr.words.contents.link.clicked(facts, fr.format))).toBe(french);
      const ofDay = { ...facts, clicks: 1, days: 1, today: 0 };
      expect(text(en.words.contents.link.clicked(ofDay, en.format))).toBe(
        '1 click in 1 day, the last one L.',
      );
      expect(text(fr.words.contents.link.clicked(ofDay, fr.format))).toBe('1 clic en 1 jour, le dernier L.');
    },
  );

  it('says that a fading one had most of its clicks in the first week', () => {
    const firstWeek = { part: 2_000, whole: 3_003 };
    expect(text(en.words.answer.ofContent({ ...content, firstWeek }, en.format))).toBe(
      '3,003 clicks in 41 days, 98% of them private. 67% came in its first week.',
    );
  });
});

describe('lines', () => {
  it('do not end between a word and the number after it, or at the hyphen of an example', () => {
    expect(text(fr.words.sharing.spread.average('2', '1', '9'))).toContain('au plus~1.');
    expect(text(en.words.sharing.spread.average('2', '1', '9'))).toContain('at most~1.');
    for (const { words } of [en, fr]) expect(words.make.slugHint).not.toMatch(/-(?!\u2060)/);
  });
});

describe('numbers and days', () => {
  it.each([
    [{ part: 8, whole: 10_000 }, '<1%'],
    [{ part: 0, whole: 10_000 }, '0%'],
    [{ part: 9_999, whole: 10_000 }, '>99%'],
    [{ part: 10_000, whole: 10_000 }, '100%'],
    [{ part: 0, whole: 0 }, '0%'],
  ])('never say nothing or all of what is something: %o', (part, expected) => {
    expect(en.format.percent(part)).toBe(expected);
  });

  it('give a change as a difference if there were few, and none if there was nothing before', () => {
    expect(en.format.change(78, 49)).toBe('+29');
    expect(en.format.change(50, 100)).toBe('−50%');
    expect(en.format.change(5, 0)).toBeNull();
    expect(en.format.change(0, 0)).toBe('0');
    expect(text(fr.format.change(158_000, 1_000))).toBe('+15~700~%');
  });

  it('write the first of a month as people do', () => {
    expect(text(fr.format.day('2026-11-01'))).toBe('1er~novembre');
    expect(text(fr.format.day('2026-11-11'))).toBe('11~novembre');
    expect(text(en.format.day('2026-11-01'))).toBe('1~November');
    expect(text(fr.format.days('2026-10-01', '2026-11-01'))).toBe('1er~octobre~– 1er~novembre~2026');
    const newYear = Date.UTC(2030, 0, 1, 11);
    expect(text(dateAndTime('fr', 'Europe/Paris', newYear))).toMatch(/^1er~janv\. 2030\D+12:00$/);
    expect(text(dateAndTime('en', 'Europe/Paris', newYear))).toMatch(/^1~Jan 2030\D+12:00$/);
  });

  it('end no line between a day and its month', () => {
    const day = '2026-11-17';
    expect(text(en.format.day(day, 'year'))).toBe('17~November 2026');
    expect(text(en.format.day(day, 'weekday'))).toBe('Tue~17~Nov');
    expect(text(fr.format.day(day, 'weekday'))).toBe('mar.~17~nov.');
    expect(text(fr.format.days(day, day))).toBe('17~novembre 2026');
    const evening = Date.UTC(2026, 10, 28, 17, 14);
    expect(text(en.format.dayAndTime(evening))).toMatch(/^28~November .*18:14$/);
    expect(text(fr.format.dayAndTime(evening))).toMatch(/^28~novembre .*18:14$/);
  });

  it.each([
    ['2026-11-16', '2026-11-22', '16~–^~22~November', '16–^22~novembre'],
    ['2026-09-28', '2026-10-04', '28~September~–^~4~October', '28~septembre~–^~4~octobre'],
    // Too long for a line of a phone.
    ['2026-12-28', '2027-01-03', '28~December~2026~– 3~January~2027', '28~décembre~2026~– 3~janvier~2027'],
  ])('keep days from %s to %s together where they fit', (from, to, english, french) => {
    expect(text(en.format.days(from, to, 'long'))).toBe(english);
    expect(text(fr.format.days(from, to, 'long'))).toBe(french);
  });

  it('keep French days with an article together', () => {
    const week = (from: string, to: string) => text(WEEKLY_WORDS.fr.week(from, to, fr.format));
    expect(week('2026-11-16', '2026-11-22')).toBe('Semaine du 16~au~22~novembre~2026');
    expect(week('2026-12-28', '2027-01-03')).toBe('Semaine du 28~décembre~2026 au~3~janvier~2027');
  });

  it('write means with as many decimals in every row', () => {
    expect([0.6, 0.456, 2, 1_234.5].map(en.format.decimal)).toEqual(['0.60', '0.46', '2.00', '1,234.50']);
    expect(text(fr.format.decimal(1_234.5))).toBe('1~234,50');
    expect(en.words.channels.eachShare(1, en.format)).toBe('1.00 clicks each');
    expect(fr.words.channels.eachShare(1.5, fr.format)).toBe('1,50 clic chacun');
  });

  it('agree with what the tree of shares leaves out', () => {
    const omitted = ({ words, format }: typeof en, count: number) =>
      text(words.sharing.tree.omitted(count, format));
    expect(omitted(en, 608)).toBe('608 more shares are not drawn.');
    expect(omitted(en, 1)).toBe('1 more share is not drawn.');
    expect(omitted(fr, 1)).toBe('1 partage de plus n’est pas dessiné.');
  });

  it('say how long ago something was', () => {
    const now = Date.UTC(2026, 10, 28);
    expect(en.format.ago(now - 90_000, now)).toBe('1 min ago');
    expect(en.format.ago(now - 23.9 * HOUR, now)).toMatch(/^23\s?hr/);
    expect(en.format.ago(now - 1_000, now)).toBe('1 sec ago');
    for (const moment of [now - 999, now, now + 5_000]) {
      expect(en.format.ago(moment, now)).toBe('just now');
      expect(fr.format.ago(moment, now, true)).toBe('à l’instant');
    }
    // Only days of a month are ordinals.
    expect(fr.format.ago(now - DAY, now)).toMatch(/^il y a 1\s/);
  });

  it('count days as the date of the reader changes', () => {
    const morning = Date.UTC(2026, 10, 28, 8);
    // 23:30 in Paris, three and two dates earlier.
    expect(en.format.ago(Date.UTC(2026, 10, 25, 22, 30), morning)).toMatch(/^3\s?d/);
    expect(en.format.ago(Date.UTC(2026, 10, 26, 22, 30), morning)).toMatch(/^2\s?d/);
    // A day of 25 hours.
    expect(en.format.ago(Date.UTC(2026, 9, 24, 22, 10), Date.UTC(2026, 9, 25, 22, 30))).toMatch(/^24\s?hr/);
    const inTokyo = createFormat('en', 'Asia/Tokyo');
    expect(inTokyo.ago(Date.UTC(2026, 10, 26, 22, 30), morning)).toMatch(/^1\s?d/);
  });
});

describe('the counts of a list', () => {
  it('agree with their number', () => {
    const states = ['new', 'added', 'exists', 'repeated', 'refused'] as const;
    const said = ({ words, format }: typeof en, count: number) =>
      states.map((state) => words.many.counts[state](count, format));
    expect(said(en, 1)).toEqual([
      'new',
      'known, with more links',
      'exists already',
      'repeats a line above',
      'refused',
    ]);
    expect(said(en, 2).slice(2, 4)).toEqual(['exist already', 'repeat a line above']);
    expect(said(fr, 1)).toEqual([
      'nouvelle',
      'connue, avec d’autres liens',
      'existe déjà',
      'répète une ligne précédente',
      'refusée',
    ]);
    expect(said(fr, 2)).toEqual([
      'nouvelles',
      'connues, avec d’autres liens',
      'existent déjà',
      'répètent une ligne précédente',
      'refusées',
    ]);
  });
});

describe('links that do not follow their content', () => {
  it.each([
    [1, ' 1 link with a title of its own keeps it.'],
    [2, ' 2 links with a title of their own keep it.'],
  ])('agree with their number: %i', (titled, sentence) => {
    const facts = { links: 3, moving: 3, titled, inCampaign: 0, tracked: 0, isCut: false };
    expect(EDIT_WORDS.en.content.title(facts, en.format)).toContain(sentence);
  });
});

describe('what was not done to several', () => {
  it.each([
    [0, 1, 'This one is unchanged:', 'Non modifié~:'],
    [0, 2, 'These are unchanged:', 'Non modifiés~:'],
    [1, 2, '1 of 2 is done. This one is unchanged:', '1 sur 2 est traité. Non modifié~:'],
    [3, 5, '3 of 5 are done. These are unchanged:', '3 sur 5 sont traités. Non modifiés~:'],
  ])('agrees with %i of %i that were done', (done, all, english, french) => {
    expect(CONFIRM_WORDS.en.bulk.partly(done, all, en.format)).toBe(english);
    expect(text(CONFIRM_WORDS.fr.bulk.partly(done, all, fr.format))).toBe(french);
  });
});

describe('a title', () => {
  it('is cut between two characters', () => {
    expect(titleText(`${'x'.repeat(299)}🚢🚢`)).toBe(`${'x'.repeat(299)}…`);
    expect(titleText(`${'x'.repeat(298)}🚢🚢`)).toBe(`${'x'.repeat(298)}🚢…`);
  });
});

describe('a sentence', () => {
  it('divides an address after its folders, and leaves other words alone', () => {
    const marked = (sentence: string) =>
      String(Sentence({ text: sentence }).map(String).join('')).replaceAll(
        /<span[^>]*>(.*?)<\/span>/g,
        '[$1]',
      );
    expect(marked('Delete “go.le-cap.example/spring-sale” permanently?')).toBe(
      'Delete [“go.le-cap.example/][spring-sale”] permanently?',
    );
    expect(marked('An e-mail to https://a.example/b/c, not d.example.')).toBe(
      'An e-mail to [https://a.example/][b/][c,] not d.example.',
    );
  });
});

describe('the catalogue', () => {
  it('breaks no line before a French sign', () => {
    const texts = JSON.stringify(WORDS.fr);
    expect(texts).not.toMatch(/ [:;!?»]/);
    expect(texts).not.toContain('\u202f');
    expect(texts).not.toContain("'");
  });

  it('has no markup', () => {
    expect(JSON.stringify([WORDS, SHARE_TEXTS])).not.toMatch(/`|\*\*|<\w/);
  });
});
