// components/sotto-share.tsx. In a page: <SottoShare server="https://go.example.com" url="https://www.example.com/guide" />
import Script from 'next/script';
import { createElement } from 'react';

interface SottoShareOf {
  /** Scheme and host of your Sotto server. */
  server: string;
  /** The address of the page that is shared. */
  url: string;
  lang?: 'en' | 'fr';
  look?: 'buttons' | 'icons' | 'menu';
}

/** Rendered on the server: its links work before the script has loaded, and without it. */
export function SottoShare({ server, url, lang = 'en', look = 'buttons' }: SottoShareOf) {
  const channels = [
    { name: 'whatsapp', text: 'WhatsApp', target: '_blank' },
    { name: 'email', text: lang === 'fr' ? 'E-mail' : 'Email', target: undefined },
    { name: 'copy', text: lang === 'fr' ? 'Copier le lien' : 'Copy link', target: '_blank' },
  ];
  const links = channels.map(({ name, text, target }) => (
    <a
      key={name}
      data-channel={name}
      href={`${server}/share/${name}?u=${encodeURIComponent(url)}`}
      target={target}
      rel="noopener nofollow"
    >
      {text}
    </a>
  ));
  return (
    <>
      {createElement('sotto-share', { url, lang, look }, links)}
      <Script src={`${server}/assets/v1/share.js`} strategy="lazyOnload" />
    </>
  );
}
