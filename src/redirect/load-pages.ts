/** The pages of the redirect. Most visitors need none: loaded at first use, they do not delay the first redirect of an isolate. */
export const loadPages = () => import('../visitor-pages/pages.ts');
