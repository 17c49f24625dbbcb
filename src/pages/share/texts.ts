/** All texts of the pages of share links. `app` is the name of the channel. */
import type { Language } from '../../language.ts';

interface Message {
  title: string;
  text: string;
}

interface ShareTexts {
  /** Titles of the page with the link. */
  copyFor(app: string): string;
  copy: string;
  native: string;
  qr: string;
  /** What to do with the link. */
  pasteInto(app: string): string;
  paste: string;
  pasteAnywhere: string;
  scan: string;
  qrLabel(link: string): string;
  link: string;
  copyButton: string;
  copied: string;
  selected: string;
  shareButton: string;
  openInBrowser(app: string): Message;
  invalid: Message;
  unknown: Message;
  full: Message;
  channel: Message;
}

export const SHARE_TEXTS: Record<Language, ShareTexts> = {
  en: {
    copyFor: (app) => `Copy the link for ${app}`,
    copy: 'Copy the link',
    native: 'Share the link',
    qr: 'QR code',
    pasteInto: (app) => `Copy the link and paste it into ${app}.`,
    paste: 'Copy the link and paste it wherever you want to share it.',
    pasteAnywhere: 'Share the link with an app of your device, or copy it and paste it there.',
    scan: 'Point a camera at the code to open the page.',
    qrLabel: (link) => `QR code that leads to ${link}`,
    link: 'Link',
    copyButton: 'Copy',
    copied: 'Copied',
    selected: 'The link is selected. Copy it with your keyboard or your finger.',
    shareButton: 'Share',
    openInBrowser: (app) => ({
      title: `Share: ${app}`,
      text: 'Open this address in a browser to share the page. Programs get no link here.',
    }),
    invalid: {
      title: 'This share link is not complete',
      text: 'Its address does not say which page to share. Go back to the page and try again.',
    },
    unknown: {
      title: 'This page cannot be shared here',
      text: 'Copy the address of the page from your browser.',
    },
    full: {
      title: 'Too many new pages have been shared',
      text: 'Copy the address of the page from your browser, or try again in an hour.',
    },
    channel: {
      title: 'This way of sharing does not exist',
      text: 'Go back to the page and choose another one.',
    },
  },
  fr: {
    copyFor: (app) => `Copier le lien pour ${app}`,
    copy: 'Copier le lien',
    native: 'Partager le lien',
    qr: 'Code QR',
    pasteInto: (app) => `Copiez le lien et collez-le dans ${app}.`,
    paste: 'Copiez le lien et collez-le où vous voulez le partager.',
    pasteAnywhere: 'Partagez le lien avec une appli de votre appareil, ou copiez-le pour le coller ailleurs.',
    scan: 'Visez le code avec un appareil photo pour ouvrir la page.',
    qrLabel: (link) => `Code QR qui mène à ${link}`,
    link: 'Lien',
    copyButton: 'Copier',
    copied: 'Copié',
    selected: 'Le lien est sélectionné. Copiez-le au clavier ou du doigt.',
    shareButton: 'Partager',
    openInBrowser: (app) => ({
      title: `Partager\u00a0: ${app}`,
      text: 'Ouvrez cette adresse dans un navigateur pour partager la page. Les programmes ne reçoivent pas de lien ici.',
    }),
    invalid: {
      title: 'Ce lien de partage n’est pas complet',
      text: 'Son adresse ne dit pas quelle page partager. Revenez à la page et réessayez.',
    },
    unknown: {
      title: 'Cette page ne peut pas être partagée ici',
      text: 'Copiez l’adresse de la page dans votre navigateur.',
    },
    full: {
      title: 'Trop de nouvelles pages ont été partagées',
      text: 'Copiez l’adresse de la page dans votre navigateur, ou réessayez dans une heure.',
    },
    channel: {
      title: 'Cette façon de partager n’existe pas',
      text: 'Revenez à la page et choisissez-en une autre.',
    },
  },
};
