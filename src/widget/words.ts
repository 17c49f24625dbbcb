const WORDS = {
  en: { share: 'Share', copied: 'Link copied', take: 'Copy this link' },
  fr: { share: 'Partager', copied: 'Lien copié', take: 'Copiez ce lien' },
};

/** French where the page says that it is French, else English. */
export const isFrenchAt = (element: Element): boolean =>
  /^fr\b/i.test(element.closest('[lang]')?.getAttribute('lang') ?? '');

export const wordsAt = (element: Element) => WORDS[isFrenchAt(element) ? 'fr' : 'en'];
