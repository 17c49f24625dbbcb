/** What each failure of `errors.ts` means to a developer; its English title stands there. */
import type { ErrorCode } from '../errors.ts';
import type { Language } from '../visitor-pages/language.ts';

interface ProblemText {
  /** What to do about it, in each language. */
  help: Record<Language, string>;
  fr: string;
}

export const PROBLEM_TEXTS: Record<ErrorCode, ProblemText> = {
  malformed_json: {
    fr: 'Le corps n’est pas du JSON valide',
    help: {
      en: 'Send the body as UTF-8 that parses as JSON, without trailing commas or comments.',
      fr: 'Envoyez en UTF-8 un corps que JSON permet de lire, sans virgule finale ni commentaire.',
    },
  },
  unauthorized: {
    fr: 'Une clé d’API valide est nécessaire',
    help: {
      en: 'The header “Authorization: Bearer sotto_…” is missing, or its key is unknown, expired or revoked.',
      fr: 'L’en-tête « Authorization: Bearer sotto_… » manque, ou sa clé est inconnue, expirée ou révoquée.',
    },
  },
  missing_scope: {
    fr: 'Il manque une autorisation à la clé d’API',
    help: {
      en: 'The detail names the scope. Make a key that has it: the scopes of a key never change.',
      fr: 'Le détail nomme l’autorisation. Créez une clé qui la possède : celles d’une clé ne changent jamais.',
    },
  },
  origin_not_allowed: {
    fr: 'La clé n’appartient pas à cette origine',
    help: {
      en: 'A publishable key works only on pages of the origins it was made for: scheme, host and port.',
      fr: 'Une clé publiable ne sert que sur les pages des origines prévues : protocole, hôte et port.',
    },
  },
  not_found: {
    fr: 'Introuvable',
    help: {
      en: 'There is no such address, or nothing has this id. What was deleted cannot be found either.',
      fr: 'Cette adresse n’existe pas, ou rien ne porte cet identifiant. Ce qui a été supprimé ne se trouve plus.',
    },
  },
  method_not_allowed: {
    fr: 'Cette méthode n’est pas permise ici',
    help: {
      en: 'The header “Allow” lists the methods of this address.',
      fr: 'L’en-tête « Allow » donne les méthodes de cette adresse.',
    },
  },
  not_acceptable: {
    fr: 'Aucune forme acceptée ne convient',
    help: {
      en: 'The detail lists the types on offer. Name one in the header “Accept”, or ask for “?format=csv”.',
      fr: 'Le détail donne les types proposés. Nommez-en un dans l’en-tête « Accept », ou demandez « ?format=csv ».',
    },
  },
  slug_taken: {
    fr: 'Ce nom de lien est déjà pris',
    help: {
      en: 'Another link has this slug, or one that differs only by case; a deleted link keeps its own.',
      fr: 'Un autre lien porte ce nom, à la casse près ; un lien supprimé garde le sien.',
    },
  },
  content_conflict: {
    fr: 'Ce contenu en contredit un autre',
    help: {
      en: 'The address or the external id belongs to another content. Change that one, or drop the external id.',
      fr: 'L’adresse ou l’identifiant externe est celui d’un autre contenu. Modifiez-le, ou retirez l’identifiant.',
    },
  },
  domain_taken: {
    fr: 'Ce domaine est déjà connu',
    help: {
      en: 'It was added before. PATCH changes where its root and its unknown links lead.',
      fr: 'Il a déjà été ajouté. PATCH change les adresses de sa racine et de ses liens inconnus.',
    },
  },
  domain_in_use: {
    fr: 'Ce domaine porte des liens',
    help: {
      en: 'A domain can go only while no link stands under it, not even a deleted one.',
      fr: 'Un domaine ne peut disparaître tant qu’il porte un lien, même supprimé.',
    },
  },
  body_too_large: {
    fr: 'Le corps est trop grand',
    help: {
      en: 'The detail names the limit of this address. Send less at a time.',
      fr: 'Le détail donne la limite de cette adresse. Envoyez moins à la fois.',
    },
  },
  unsupported_media_type: {
    fr: 'Ce type de contenu n’est pas pris en charge',
    help: {
      en: 'Send “Content-Type: application/json”; for PATCH, application/merge-patch+json will do too.',
      fr: 'Envoyez « Content-Type: application/json » ; PATCH accepte aussi application/merge-patch+json.',
    },
  },
  validation: {
    fr: 'La requête n’est pas valide',
    help: {
      en: 'Each entry of “errors” points at a field of the body (/utm/source) or a parameter (?limit).',
      fr: 'Chaque entrée de « errors » désigne un champ du corps (/utm/source) ou un paramètre (?limit).',
    },
  },
  immutable_field: {
    fr: 'Ce champ ne change jamais',
    help: {
      en: 'Leave it out of the PATCH. To have it otherwise, make a new one.',
      fr: 'Retirez-le du PATCH. Pour une autre valeur, créez un nouvel élément.',
    },
  },
  too_many_rows: {
    fr: 'Trop de lignes',
    help: {
      en: 'Ask or send for less at once: a shorter time, coarser groups, fewer items.',
      fr: 'Demandez ou envoyez-en moins : une période plus courte, des groupes plus larges, moins d’éléments.',
    },
  },
  rate_limited: {
    fr: 'Trop de requêtes',
    help: {
      en: 'Wait as many seconds as “Retry-After” says. “RateLimit” tells on every answer how much is left.',
      fr: 'Attendez le nombre de secondes de « Retry-After ». « RateLimit » dit à chaque réponse ce qui reste.',
    },
  },
  internal_error: {
    fr: 'Erreur interne',
    help: {
      en: 'This is our mistake. The log has its cause under the request id of the answer.',
      fr: 'L’erreur est la nôtre. Le journal en garde la cause sous l’identifiant de requête de la réponse.',
    },
  },
  storage_full: {
    fr: 'Le stockage est plein',
    help: {
      en: 'Nothing was written. Short links still work; whoever runs this server has to make room.',
      fr: 'Rien n’a été écrit. Les liens courts marchent encore ; l’hébergeur doit libérer de la place.',
    },
  },
  storage_busy: {
    fr: 'Le stockage est occupé',
    help: {
      en: 'Another program holds the database, and nothing was written. Short links still work: try again soon.',
      fr: 'Un autre programme occupe la base, et rien n’a été écrit. Les liens courts marchent : réessayez bientôt.',
    },
  },
  query_too_large: {
    fr: 'La requête lit trop de données',
    help: {
      en: 'It was cut off. Ask for a shorter time or fewer dimensions, or try again later.',
      fr: 'Elle a été interrompue. Réduisez la période ou les dimensions, ou réessayez plus tard.',
    },
  },
};
