import { describe, expect, it } from 'vitest';
import { broken } from '../../../src/broken-rule.ts';
import { AppError, fieldError, invalid } from '../../../src/errors.ts';
import { CONTENT_FIELDS, type ContentField } from '../../../src/pages/app/edit/content-fields.ts';
import { brokenRules, patchOf, storedValues } from '../../../src/pages/app/edit/form-field.ts';
import { LINK_FIELDS, type LinkField } from '../../../src/pages/app/edit/link-fields.ts';
import { mergeEdits, readOpened } from '../../../src/pages/app/edit/merge-edits.ts';
import { parseTags, tagsText } from '../../../src/pages/app/edit/text-rules.ts';
import { parseTime, timeText } from '../../../src/pages/app/edit/time-text.ts';
import { mistakesOf } from '../../../src/pages/app/parts/mistakes.ts';
import { createFormat } from '../../../src/pages/app/words/format.ts';
import { WORDS } from '../../../src/pages/app/words/words.ts';
import { newContent, newLink } from '../../support/fixtures/records.ts';

const ZONE = 'Europe/Paris';
const content = { ...newContent({ title: 'The guide', tags: ['a', 'b'] }), rowId: 1 };
const link = {
  ...newLink({ expiresAt: Date.UTC(2026, 4, 12, 6, 30, 15), maxClicks: 5 }),
  ...{ rowId: 1, contentRowId: 1, contentId: 'cnt_1', deletedAt: null },
};
const contentForm = storedValues(CONTENT_FIELDS, content, ZONE);
const linkForm = storedValues(LINK_FIELDS, link, ZONE);

const changeContent = (changes: Partial<Record<ContentField, string>>) =>
  patchOf(CONTENT_FIELDS, { values: { ...contentForm, ...changes }, was: contentForm, zone: ZONE });
const changeLink = (changes: Partial<Record<LinkField, string>>) =>
  patchOf(LINK_FIELDS, { values: { ...linkForm, ...changes }, was: linkForm, zone: ZONE });
const brokenIn = (changes: Partial<Record<LinkField, string>>) => {
  const rules = brokenRules(LINK_FIELDS, { values: { ...linkForm, ...changes }, was: linkForm, zone: ZONE });
  return Object.fromEntries([...rules].map(([name, { rule }]) => [name, rule]));
};

describe('an edit form', () => {
  it('changes nothing when nothing was typed', () => {
    expect(changeContent({})).toEqual({});
    expect(changeLink({})).toEqual({});
  });

  it('changes exactly what was typed', () => {
    expect(changeContent({ title: '', tags: 'b, c' })).toEqual({ title: null, tags: ['b', 'c'] });
    expect(changeContent({ url: 'example.org/new' })).toEqual({ url: 'https://example.org/new' });
    expect(changeContent({ image: '' })).toEqual({});
    expect(changeLink({ maxClicks: '', statusCode: '308', forwardQuery: 'on' })).toEqual({
      maxClicks: null,
      statusCode: 308,
      forwardQuery: true,
    });
  });

  it('keeps the seconds of a time that was not touched, and reads others in the zone of the member', () => {
    expect(linkForm.expiresAt).toBe('2026-05-12T08:30');
    expect(changeLink({ title: 'x' })).toEqual({ title: 'x' });
    expect(changeLink({ expiresAt: '2026-12-24T18:00' })).toEqual({ expiresAt: Date.UTC(2026, 11, 24, 17) });
  });

  it('keeps a password unless one is typed or its removal is ticked', () => {
    expect(changeLink({ password: 'secret' })).toEqual({ password: 'secret' });
    expect(changeLink({ withoutPassword: 'on' })).toEqual({ password: null });
    expect(changeLink({ password: 'secret', withoutPassword: 'on' })).toEqual({ password: 'secret' });
  });

  it('changes UTM values one by one, and turns all of them off', () => {
    expect(changeContent({ 'utm/source': 'letter' })).toEqual({
      utm: { source: 'letter', medium: null, campaign: null, term: null, content: null },
    });
    expect(changeContent({ 'utm/source': 'letter', utm: 'on' })).toEqual({ utm: false });
  });

  it('names the rule that each text breaks', () => {
    expect(
      brokenIn({
        url: '',
        title: 'x'.repeat(301),
        campaign: 'a\u0007',
        tags: Array.from({ length: 21 }, (_, at) => at).join(','),
        startsAt: '2026-02-30T10:00',
        maxClicks: '0',
        password: 'abc',
      }),
    ).toEqual({
      url: 'required',
      title: 'text_too_long',
      campaign: 'text_control',
      tags: 'too_many_tags',
      startsAt: 'time',
      maxClicks: 'whole_number',
      password: 'text_too_short',
    });
    expect(brokenIn({ url: 'ftp://files.example', expiredUrl: 'https://', title: 'x'.repeat(301) })).toEqual({
      url: 'url_scheme',
      expiredUrl: 'url_relative',
      title: 'text_too_long',
    });
    expect(brokenIn({ url: 'example.org/new', expiredUrl: '' })).toEqual({});
  });
});

describe('tags as text', () => {
  it.each([[[]], [['a', 'b c']], [['a, b', 'say "so"', '"']], [['x'.repeat(50)]]])(
    'come back as they were: %j',
    (tags) => {
      expect(parseTags(tagsText(tags))).toEqual(tags);
    },
  );

  it('are read as people type them', () => {
    expect(parseTags(' spring,, launch ,spring, "a, b" , 5" screen')).toEqual([
      'spring',
      'launch',
      'a, b',
      '5" screen',
    ]);
  });
});

describe('times as text', () => {
  it('come back as they were, to the minute', () => {
    const at = Date.UTC(2026, 0, 31, 23, 59);
    expect(timeText(at, ZONE)).toBe('2026-02-01T00:59');
    expect(parseTime(timeText(at, ZONE), ZONE)).toBe(at);
    expect(parseTime('2026-02-01 00:59:30', ZONE)).toBe(at + 30_000);
  });

  it.each(['', 'tomorrow', '2026-13-01T00:00', '2026-02-29T00:00', '2026-01-01T24:00', '2026-01-01'])(
    'are nothing for "%s"',
    (text) => {
      expect(parseTime(text, ZONE)).toBeNull();
    },
  );
});

describe('a form that somebody else was faster with', () => {
  const was = { title: 'Old', tags: 'a', campaign: '' };

  it('goes through if the other changed nothing, or the same', () => {
    expect(mergeEdits({ was, typed: { ...was, title: 'Mine' }, now: was }).theirs).toEqual([]);
    const same = { ...was, title: 'Same' };
    expect(mergeEdits({ was, typed: same, now: same }).theirs).toEqual([]);
  });

  it('keeps what was typed and takes what is stored for the rest', () => {
    const merged = mergeEdits({
      was,
      typed: { ...was, title: 'Mine', campaign: 'spring' },
      now: { title: 'Theirs', tags: 'b', campaign: '' },
    });
    expect(merged).toEqual({
      values: { title: 'Mine', tags: 'b', campaign: 'spring' },
      theirs: ['title', 'tags'],
      both: ['title'],
    });
  });

  it.each([null, '', '[]', '{"title":1}', '{"title":"x"}', 'null'])('is not read from %j', (text) => {
    expect(readOpened(text, ['title', 'tags'])).toBeNull();
  });
});

describe('what a feature says of the input', () => {
  const inFrench = { language: 'fr', words: WORDS.fr, format: createFormat('fr', ZONE) } as const;

  it('is shown at the most exact field of the form, else for the whole form', () => {
    const error = new AppError('validation', 'No.', [
      fieldError('/utm/source', broken('text_too_long', { most: 1_200 })),
      fieldError('/utm', broken('required')),
      fieldError('/tags/3', broken('too_many_tags', { most: 20 })),
      fieldError('/other', broken('fixed')),
    ]);
    expect([...mistakesOf(error, ['utm', 'utm/source', 'tags'], inFrench)]).toEqual([
      ['utm/source', '1\u00a0200 caractères au plus.'],
      ['utm', 'Remplissez ce champ.'],
      ['tags', '20 étiquettes au plus.'],
      ['', 'Ce champ ne peut pas être modifié.'],
    ]);
  });

  it('is the title of the failure where no rule says more, never the English detail', () => {
    const plain = mistakesOf(invalid('/url', 'English.'), ['url'], inFrench);
    expect([...plain]).toEqual([['url', 'Requête non valide']]);
    const whole = mistakesOf(new AppError('content_conflict', 'English.'), ['url'], inFrench);
    expect([...whole]).toEqual([['', 'Conflit avec un autre contenu']]);
  });
});
