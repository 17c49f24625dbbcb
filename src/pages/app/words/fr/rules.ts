/** What is wrong with a field, in French. */
import type { RuleWords } from '../en/rules.ts';

export const frRules: RuleWords = {
  required: () => 'Remplissez ce champ.',
  text_too_long: ({ most }, { number }) => `${number(most)} caractères au plus.`,
  text_control: () => 'Retirez les caractères de contrôle invisibles.',
  too_many_tags: ({ most }, { number }) => `${number(most)} étiquettes au plus.`,
  text_too_short: ({ least }, { number }) => `${number(least)} caractères au moins.`,
  whole_number: ({ least, most }, { number }) => `Un nombre entier de ${number(least)} à ${number(most)}.`,
  time: () => 'Saisissez un jour et une heure.',
  fixed: () => 'Ce champ ne peut pas être modifié.',
  unknown_channel: ({ text }) => `«\u00a0${text}\u00a0» n’est pas le nom d’un canal.`,
  no_channel: () => 'Choisissez au moins un canal.',

  url_too_long: ({ most }, { number }) => `Une adresse a ${number(most)} caractères au plus.`,
  url_too_long_encoded: ({ most }, { number }) =>
    `Une adresse a ${number(most)} caractères au plus, caractères spéciaux encodés compris.`,
  url_control: () => 'L’adresse contient des sauts de ligne ou des caractères de contrôle.',
  url_relative: () => 'Ce n’est pas l’adresse d’une page sur le web, comme https://example.org/guide.',
  url_scheme: () =>
    'Ce n’est pas l’adresse d’une page sur le web\u00a0: elle doit commencer par https:// ou http://.',
  url_credentials: () => 'L’adresse ne doit contenir ni nom d’utilisateur ni mot de passe.',
  url_no_host: () => 'Ce n’est pas l’adresse d’une page sur le web\u00a0: le nom d’hôte manque.',
  url_scheme_twice: () => 'L’adresse contient deux fois «\u00a0https://\u00a0».',
  url_own: () => 'Cette adresse est sur ce serveur. Saisissez l’adresse de la page où elle mène.',
  host_blocked: ({ text }) => `Les liens vers ${text} sont bloqués sur ce serveur.`,

  slug_empty: () => 'Saisissez une fin de lien.',
  slug_too_long: ({ most }, { number }) =>
    `Une fin de lien a ${number(most)} caractères au plus, terminaison du canal comprise.`,
  slug_characters: () =>
    'Une fin de lien ne contient que des lettres de a à z sans accent, des chiffres, - et _.',
  slug_start: () => 'Une fin de lien commence par une lettre ou un chiffre.',
  slug_end: () => 'Une fin de lien se termine par une lettre ou un chiffre.',
  slug_reserved: ({ text }) => `«\u00a0${text}\u00a0» est réservé à ce serveur. Choisissez autre chose.`,
  slug_taken: ({ text }) =>
    `Cette fin de lien est déjà prise\u00a0: «\u00a0${text}\u00a0» existe. Choisissez-en une autre.`,

  domain_unknown: () => 'Ce n’est pas l’un de vos domaines.',
  content_url: () => 'Un autre contenu a cette adresse.',
  content_external_id: () => 'Un autre contenu a cette référence, ou celui-ci en a une autre.',
  content_utm: () => 'Cette page est connue avec d’autres valeurs UTM.',
  content_campaign: () => 'Cette page est connue avec une autre campagne.',
  link_external_id: () => 'Un autre lien a cette référence.',
  link_value: () => 'Le lien qui a cette référence a une autre valeur.',
  expires_before_start: () => 'Un lien doit expirer après son ouverture.',
  list_too_deep: ({ most }, { number }) =>
    `Une liste dans cet ordre s’arrête après ${number(most)} lignes. Ajoutez des filtres pour la raccourcir.`,
};
