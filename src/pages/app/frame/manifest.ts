/** The web app manifest: what an installed Sotto is called, where it opens, and what a phone's share menu sends it. */
import type { Language } from '../../../language.ts';
import { WORDS } from '../words/words.ts';

const icon = (src: string, sizes: string, purpose: 'any' | 'maskable') => ({
  src: `/assets/${src}`,
  sizes,
  type: src.endsWith('.svg') ? 'image/svg+xml' : 'image/png',
  purpose,
});

export function manifest(language: Language) {
  const { make, nav } = WORDS[language];
  const start = `/app?lang=${language}`;
  return {
    id: '/app',
    name: 'Sotto',
    short_name: 'Sotto',
    description: make.note,
    lang: language,
    start_url: start,
    scope: '/app',
    display: 'standalone',
    background_color: '#ffffff',
    theme_color: '#ffffff',
    icons: [
      icon('icon-192.png', '192x192', 'any'),
      icon('icon-512.png', '512x512', 'any'),
      icon('icon-maskable-512.png', '512x512', 'maskable'),
      icon('icon.svg', 'any', 'any'),
    ],
    shortcuts: [
      { name: make.title, url: '/app/new' },
      { name: nav.content, url: '/app/contents' },
    ],
    // A GET opens the form with what was shared; it changes nothing.
    share_target: {
      action: '/app/new',
      method: 'GET',
      params: { title: 'title', text: 'text', url: 'url' },
    },
  };
}
