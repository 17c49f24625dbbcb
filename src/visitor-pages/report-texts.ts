/** The texts of the page on which visitors report a link. */
import type { ReportCategory } from '../abuse/report.ts';
import type { Language } from '../language.ts';

interface ReportTexts {
  title: string;
  intro: string;
  link: string;
  category: string;
  categories: Record<ReportCategory, string>;
  message: string;
  hint: string;
  button: string;
  /** What is wrong with each field. */
  problems: Record<'link' | 'category' | 'message', string>;
  thanks: { title: string; text: string };
  tooMany: { title: string; text: string };
}

export const REPORT_TEXTS: Record<Language, ReportTexts> = {
  en: {
    title: 'Report a link',
    intro:
      'Does a short link of this site lead to something dangerous or illegal? Tell the people who run it.',
    link: 'Short link',
    category: 'What is wrong with it?',
    categories: {
      phishing: 'It asks for passwords or money under a false name',
      malware: 'It offers dangerous software',
      spam: 'It was sent to me as spam',
      illegal: 'It leads to illegal content',
      other: 'Something else',
    },
    message: 'Anything else? (optional)',
    hint: 'Your report is stored without your address. Do not write names or contact details that nobody needs.',
    button: 'Send the report',
    problems: {
      link: 'This is not a short link of this site. Copy the whole address.',
      category: 'Choose what is wrong.',
      message: 'Write at most 1,000 characters.',
    },
    thanks: { title: 'Thank you', text: 'The people who run this site will look at the link.' },
    tooMany: { title: 'Too many reports', text: 'Wait some minutes, then send your report again.' },
  },
  fr: {
    title: 'Signaler un lien',
    intro:
      'Un lien court de ce site mène à un contenu dangereux ou illégal\u00a0? Prévenez les personnes qui le gèrent.',
    link: 'Lien court',
    category: 'Quel est le problème\u00a0?',
    categories: {
      phishing: 'Il demande des mots de passe ou de l’argent sous un faux nom',
      malware: 'Il propose un logiciel dangereux',
      spam: 'Je l’ai reçu dans un message indésirable',
      illegal: 'Il mène à un contenu illégal',
      other: 'Autre chose',
    },
    message: 'Autre chose à dire\u00a0? (facultatif)',
    hint: 'Votre signalement est enregistré sans votre adresse. N’écrivez pas de noms ni de coordonnées inutiles.',
    button: 'Envoyer le signalement',
    problems: {
      link: 'Ce n’est pas un lien court de ce site. Copiez l’adresse entière.',
      category: 'Choisissez le problème.',
      message: 'Écrivez au plus 1\u00a0000 caractères.',
    },
    thanks: { title: 'Merci', text: 'Les personnes qui gèrent ce site vont examiner le lien.' },
    tooMany: {
      title: 'Trop de signalements',
      text: 'Patientez quelques minutes, puis envoyez votre signalement à nouveau.',
    },
  },
};
