/** The name of an action, where that is not the name of the channel. */
type Words = Record<string, string>;

const WORDS: Record<'en' | 'fr', Words> = {
  en: { copy: 'Copy link', native: 'More', share: 'Share', copied: 'Link copied', take: 'Copy this link' },
  fr: {
    copy: 'Copier le lien',
    native: 'Plus',
    share: 'Partager',
    copied: 'Lien copié',
    take: 'Copiez ce lien',
  },
};

/** French where the page says that it is French, else English. */
export const languageAt = (element: Element): 'en' | 'fr' =>
  /^fr\b/i.test(element.closest('[lang]')?.getAttribute('lang') ?? '') ? 'fr' : 'en';

export const wordsAt = (element: Element): Words => WORDS[languageAt(element)];
