/** What each failure of `errors.ts` means to a developer, in both languages; the English title is in `errors.ts`. */
import type { ErrorCode } from '../errors.ts';
import type { Language } from '../language.ts';

interface ProblemText {
  /** The French title. */
  fr: string;
  /** The cause and what to do about it. */
  help: Record<Language, string>;
}

export const PROBLEM_TEXTS: Record<ErrorCode, ProblemText> = {
  malformed_json: {
    fr: 'JSON mal formé',
    help: {
      en: 'The body could not be parsed. Send UTF-8 text that is valid JSON, without trailing commas or comments.',
      fr: 'Le corps n’a pas pu être lu. Envoyez du JSON valide en UTF-8, sans virgule finale ni commentaire.',
    },
  },
  incomplete_body: {
    fr: 'Corps incomplet',
    help: {
      en: 'The connection ended before the whole body had arrived, and nothing was done. Send the request again.',
      fr: 'La connexion s’est interrompue avant la fin du corps, et rien n’a été fait. Envoyez la requête à nouveau.',
    },
  },
  unauthorized: {
    fr: 'Clé d’API absente ou non valide',
    help: {
      en: 'The header “Authorization: Bearer sotto_…” is missing, or its key is unknown, expired or revoked.',
      fr: 'L’en-tête «\u00a0Authorization: Bearer sotto_…\u00a0» est absent, ou sa clé est inconnue, expirée ou révoquée.',
    },
  },
  missing_scope: {
    fr: 'Autorisation manquante',
    help: {
      en: 'The key does not have the scope that “detail” names. Use a key with this scope, or add it to the key with PATCH /keys/{id}.',
      fr: 'La clé n’a pas l’autorisation indiquée dans «\u00a0detail\u00a0». Utilisez une clé qui possède celle-ci, ou ajoutez-la à la clé avec PATCH /keys/{id}.',
    },
  },
  origin_not_allowed: {
    fr: 'Origine non autorisée',
    help: {
      en: 'A publishable key works only on pages of the origins listed when it was created: scheme, host and port must match.',
      fr: 'Une clé publiable ne fonctionne que sur les pages des origines indiquées à sa création\u00a0: protocole, hôte et port doivent correspondre.',
    },
  },
  not_found: {
    fr: 'Introuvable',
    help: {
      en: 'The address does not exist, or nothing has this id. Deleted items cannot be found either. Check the path and the id.',
      fr: 'L’adresse n’existe pas, ou aucun élément ne porte cet identifiant. Les éléments supprimés sont introuvables aussi. Vérifiez le chemin et l’identifiant.',
    },
  },
  method_not_allowed: {
    fr: 'Méthode non autorisée',
    help: {
      en: 'This address does not support the method. The header “Allow” lists the methods that it supports.',
      fr: 'Cette adresse n’accepte pas la méthode. L’en-tête «\u00a0Allow\u00a0» donne les méthodes acceptées.',
    },
  },
  not_acceptable: {
    fr: 'Format non disponible',
    help: {
      en: 'The header “Accept” excludes every format of this address. “detail” lists them: accept one, or add “?format=csv” to the address.',
      fr: 'L’en-tête «\u00a0Accept\u00a0» exclut tous les formats de cette adresse. «\u00a0detail\u00a0» en donne la liste\u00a0: acceptez-en un, ou ajoutez «\u00a0?format=csv\u00a0» à l’adresse.',
    },
  },
  slug_taken: {
    fr: 'Fin de lien déjà prise',
    help: {
      en: 'Another link has this slug, or one that differs only in case. Slugs of deleted links stay reserved. “conflicts” names the link. Choose another slug.',
      fr: 'Un autre lien a cette fin de lien, à la casse près. Les fins de lien des liens supprimés restent réservées. «\u00a0conflicts\u00a0» nomme le lien. Choisissez une autre fin de lien.',
    },
  },
  content_conflict: {
    fr: 'Conflit avec un autre contenu',
    help: {
      en: 'The URL or the external id belongs to another content, or the content has another address, other UTM values or another campaign than the request. “conflicts” names the field, the content and both values. Send the stored values, or change the content with PUT or PATCH.',
      fr: 'L’URL ou l’identifiant externe appartient à un autre contenu, ou le contenu a une autre adresse, d’autres valeurs UTM ou une autre campagne que la requête. «\u00a0conflicts\u00a0» nomme le champ, le contenu et les deux valeurs. Envoyez les valeurs enregistrées, ou modifiez le contenu avec PUT ou PATCH.',
    },
  },
  link_conflict: {
    fr: 'Conflit avec un autre lien',
    help: {
      en: 'The external id belongs to another link, or its link has another URL, content, channel, domain, campaign or UTM values than the request. “conflicts” names the link and both values. Send the stored values, or change the link with PUT or PATCH.',
      fr: 'L’identifiant externe appartient à un autre lien, ou son lien a une autre URL, un autre contenu, canal, domaine, une autre campagne ou d’autres valeurs UTM que la requête. «\u00a0conflicts\u00a0» nomme le lien et les deux valeurs. Envoyez les valeurs enregistrées, ou modifiez le lien avec PUT ou PATCH.',
    },
  },
  last_admin_key: {
    fr: 'Dernière clé d’administration',
    help: {
      en: 'The change would leave no valid key with the scope “admin”, now or after a key expires. Create another admin key first. To make the change nevertheless, add “?force=true”.',
      fr: 'Ce changement ne laisserait aucune clé valide avec l’autorisation «\u00a0admin\u00a0», maintenant ou après l’expiration d’une clé. Créez d’abord une autre clé d’administration. Pour l’appliquer quand même, ajoutez «\u00a0?force=true\u00a0».',
    },
  },
  key_not_active: {
    fr: 'Clé inactive',
    help: {
      en: 'The key is revoked or has expired, so it cannot be rolled. Create a new key.',
      fr: 'La clé est révoquée ou a expiré, elle ne peut donc pas être renouvelée. Créez une nouvelle clé.',
    },
  },
  idempotency_conflict: {
    fr: 'Clé d’idempotence déjà utilisée',
    help: {
      en: 'The “Idempotency-Key” was used for another body or path, its first request is still running (try again after “Retry-After”), or its answer was not kept. Nothing was done again. Use a new key for a new request.',
      fr: 'La clé «\u00a0Idempotency-Key\u00a0» a servi à un autre corps ou chemin, sa première requête est encore en cours (réessayez après «\u00a0Retry-After\u00a0»), ou sa réponse n’a pas été gardée. Rien n’a été fait à nouveau. Utilisez une nouvelle clé pour une nouvelle requête.',
    },
  },
  domain_taken: {
    fr: 'Domaine déjà présent',
    help: {
      en: 'This domain was added before. Use PATCH to change where its root and its unknown links lead.',
      fr: 'Ce domaine a déjà été ajouté. Utilisez PATCH pour changer la destination de sa racine et de ses liens inconnus.',
    },
  },
  domain_in_use: {
    fr: 'Domaine encore utilisé par des liens',
    help: {
      en: 'A domain can be removed only if no link was ever created on it. Deleted links count too, because their slugs stay reserved.',
      fr: 'Un domaine ne peut être retiré que si aucun lien n’y a jamais été créé. Les liens supprimés comptent aussi, car leurs fins de lien restent réservées.',
    },
  },
  body_too_large: {
    fr: 'Corps trop volumineux',
    help: {
      en: 'The body exceeds the limit that “detail” names. Split it into several requests.',
      fr: 'Le corps dépasse la limite indiquée dans «\u00a0detail\u00a0». Répartissez-le sur plusieurs requêtes.',
    },
  },
  unsupported_media_type: {
    fr: 'Type de média non pris en charge',
    help: {
      en: 'Send “Content-Type: application/json”. PATCH also accepts “application/merge-patch+json”.',
      fr: 'Envoyez «\u00a0Content-Type: application/json\u00a0». PATCH accepte aussi «\u00a0application/merge-patch+json\u00a0».',
    },
  },
  validation: {
    fr: 'Requête non valide',
    help: {
      en: 'At least one field is invalid. Each entry of “errors” names a field of the body (/utm/source) or a query parameter (?limit) and says what is wrong with it.',
      fr: 'Au moins un champ n’est pas valide. Chaque entrée de «\u00a0errors\u00a0» désigne un champ du corps (/utm/source) ou un paramètre (?limit) et dit ce qui ne va pas.',
    },
  },
  host_blocked: {
    fr: 'Destination bloquée',
    help: {
      en: 'The address leads to a host that the team or the operator of this server has blocked. “errors” names the field and the host. If the host is harmless, ask the operator.',
      fr: 'L’adresse mène à un hôte que l’équipe ou l’exploitant de ce serveur a bloqué. «\u00a0errors\u00a0» indique le champ et l’hôte. Si l’hôte est sans danger, adressez-vous à l’exploitant.',
    },
  },
  immutable_field: {
    fr: 'Champ non modifiable',
    help: {
      en: 'Some fields cannot be changed after creation. Leave them out of the PATCH, or create a new item with other values.',
      fr: 'Certains champs ne peuvent plus être modifiés après la création. Retirez-les du PATCH, ou créez un nouvel élément.',
    },
  },
  too_many_rows: {
    fr: 'Trop de lignes',
    help: {
      en: 'The answer or the request has too many rows. Choose a shorter period or coarser groups, or send fewer items.',
      fr: 'La réponse ou la requête compte trop de lignes. Choisissez une période plus courte ou des groupes plus larges, ou envoyez moins d’éléments.',
    },
  },
  rate_limited: {
    fr: 'Limite de requêtes dépassée',
    help: {
      en: 'Wait for the number of seconds in “Retry-After”, then try again. Every answer has a “RateLimit” header with the remaining requests.',
      fr: 'Attendez le nombre de secondes indiqué par «\u00a0Retry-After\u00a0», puis réessayez. Chaque réponse indique les requêtes restantes dans «\u00a0RateLimit\u00a0».',
    },
  },
  internal_error: {
    fr: 'Erreur interne',
    help: {
      en: 'The server made a mistake. Its log contains the cause under the “requestId” of the answer.',
      fr: 'Le serveur a commis une erreur. Son journal en contient la cause sous le «\u00a0requestId\u00a0» de la réponse.',
    },
  },
  storage_full: {
    fr: 'Stockage plein',
    help: {
      en: 'Nothing was written. Short links still work. The operator of this server must free disk space.',
      fr: 'Rien n’a été écrit. Les liens courts fonctionnent encore. L’exploitant du serveur doit libérer de l’espace.',
    },
  },
  storage_gone: {
    fr: 'Stockage disparu',
    help: {
      en: 'Somebody removed or replaced the database while the server runs, and nothing was written. Short links still work. The operator of this server must look into it.',
      fr: 'La base de données a été supprimée ou remplacée pendant que le serveur fonctionne, et rien n’a été écrit. Les liens courts fonctionnent encore. L’exploitant du serveur doit intervenir.',
    },
  },
  storage_busy: {
    fr: 'Stockage occupé',
    help: {
      en: 'Another program is using the database, and nothing was written. Short links still work. Try again in a few seconds.',
      fr: 'Un autre programme utilise la base de données, et rien n’a été écrit. Les liens courts fonctionnent encore. Réessayez dans quelques secondes.',
    },
  },
  storage_unavailable: {
    fr: 'Stockage indisponible',
    help: {
      en: 'The database does not answer. Short links that are still cached work. A change may or may not have been made: try again in a minute, and check.',
      fr: 'La base de données ne répond pas. Les liens courts encore en cache fonctionnent. Il se peut qu’une modification ait été faite ou non\u00a0: réessayez dans une minute, et vérifiez.',
    },
  },
  too_many_queries: {
    fr: 'Trop de requêtes',
    help: {
      en: 'Too many queries are waiting, yours or those of others. This one is valid: try again in a few seconds, and send fewer at the same time.',
      fr: 'Trop de requêtes attendent, les vôtres ou celles d’autres. Celle-ci est correcte\u00a0: réessayez dans quelques secondes, et envoyez-en moins à la fois.',
    },
  },
  query_too_large: {
    fr: 'Requête trop lourde',
    help: {
      en: 'The query took too long and was stopped. Choose a shorter period, fewer dimensions or filters that accept more, or try again later.',
      fr: 'La requête a pris trop de temps et a été interrompue. Choisissez une période plus courte, moins de dimensions ou des filtres plus larges, ou réessayez plus tard.',
    },
  },
};
