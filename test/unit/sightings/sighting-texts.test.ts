import { describe, expect, it } from 'vitest';
import { APP_ENTRIES } from '../../../src/hits/apps/apps.ts';
import { CERTAINTIES } from '../../../src/hits/hit.ts';
import { describeSighting, explainSighting } from '../../../src/sightings/texts.ts';

const NOW = Date.UTC(2026, 9, 7, 12);
const dayOf = (date: string) => Date.parse(date) / 86_400_000;
const seen = { app: 'slack', certainty: 'sure', day: dayOf('2026-05-12'), bursts: 1 } as const;
const said = (changes: Partial<Parameters<typeof explainSighting>[0]> = {}, now = NOW) =>
  explainSighting({ ...seen, ...changes }, now);

describe('the statement of a sighting', () => {
  it('says what one paste shows, and what it does not', () => {
    expect(said()).toEqual({
      en: 'The link was placed in Slack at least once on 12 May; this does not show how often, by whom, or whether it was sent.',
      fr: 'Le lien a été placé dans Slack au moins une fois le 12 mai\u00a0; cela ne montre ni combien de fois, ni par qui, ni s’il a été envoyé.',
    });
  });

  it('says no more of many bursts than of one', () => {
    expect(said({ bursts: 12 })).toEqual(said());
  });

  it('is careful with an app that its family shares a fetcher with', () => {
    const { en, fr } = said({ app: 'signal', certainty: 'family' });
    expect(en).toMatch(/^The link was placed in Signal or an app of its kind at least once on 12 May;/);
    expect(fr).toMatch(
      /^Le lien a été placé dans Signal ou une appli du même genre au moins une fois le 12 mai/,
    );
  });

  it('names the maker where the app is unknown', () => {
    const { en, fr } = said({ app: 'meta', certainty: 'family' });
    expect(en).toMatch(/^The link was placed in an app of Meta at least once on 12 May;/);
    expect(fr).toMatch(/^Le lien a été placé dans une appli de Meta au moins une fois le 12 mai/);
  });

  it('is short where its day and its limits are said elsewhere', () => {
    expect(describeSighting(seen, 'en')).toBe('Placed in Slack');
    expect(describeSighting({ ...seen, app: 'signal', certainty: 'family' }, 'fr')).toBe(
      'Placé dans Signal ou une appli du même genre',
    );
    expect(describeSighting({ ...seen, bursts: 0 }, 'en')).toBe(
      'Seen in Slack as part of an earlier sighting',
    );
  });

  it('takes nobody at their word', () => {
    const { en, fr } = said({ app: 'zulip', certainty: 'claimed' });
    expect(en).toMatch(/^The link was placed in an app that calls itself Zulip at least once/);
    expect(fr).toMatch(/^Le lien a été placé dans une appli qui se présente comme Zulip au moins une/);
  });

  it('calls it no new placement when its previews go on from before', () => {
    expect(said({ bursts: 0 })).toEqual({
      en: 'The link was seen in Slack on 12 May as part of an earlier sighting; this does not show that it was placed there again.',
      fr: 'Le lien a été vu dans Slack le 12 mai dans la suite d’une observation antérieure\u00a0; cela ne montre pas qu’il y a été placé à nouveau.',
    });
  });

  it.each([
    ['2026-05-01', 'on 1 May;', 'le 1er mai\u00a0;'],
    ['2026-01-31', 'on 31 January;', 'le 31 janvier\u00a0;'],
    ['2026-08-11', 'on 11 August;', 'le 11 août\u00a0;'],
    ['2025-12-31', 'on 31 December 2025;', 'le 31 décembre 2025\u00a0;'],
    ['2025-02-01', 'on 1 February 2025;', 'le 1er février 2025\u00a0;'],
  ])('writes %s as people do, with the year unless it is this one', (date, en, fr) => {
    const words = said({ day: dayOf(date) });
    expect(words.en).toContain(` at least once ${en}`);
    expect(words.fr).toContain(` au moins une fois ${fr}`);
  });

  it('changes years at midnight UTC', () => {
    const day = dayOf('2026-12-31');
    const midnight = Date.UTC(2027, 0, 1);
    expect(said({ day }, midnight - 1).en).toContain('on 31 December;');
    expect(said({ day }, midnight).en).toContain('on 31 December 2026;');
  });

  it('names an app that the list does not have any more as it was stored', () => {
    expect(said({ app: 'gone' }).en).toMatch(/^The link was placed in gone at least once/);
    expect(said({ app: 'constructor' }).fr).toMatch(/^Le lien a été placé dans constructor au moins/);
  });

  it.each(APP_ENTRIES.map(([app, { label }]) => [app, label.en] as const))(
    'names %s whatever is sure of it',
    (app, label) => {
      for (const certainty of CERTAINTIES) {
        for (const text of Object.values(said({ app, certainty }))) {
          expect(text).toMatch(/^[A-Z].* 12 .*\.$/);
          expect(text).not.toMatch(/undefined|null| {2}|\bd[eu] [aeiouéê]/);
        }
        expect(said({ app, certainty }).en).toContain(label);
      }
    },
  );
});
