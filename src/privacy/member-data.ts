import { LIST_DAYS } from '../link-lists/link-list.ts';
import { IDLE_DAYS, SESSION_DAYS } from '../members/member.ts';
import { ENDED_REPORT_MS } from '../shared-reports/shared-report.ts';
import { DAY } from '../time.ts';
import type { Deployment } from './deployment.ts';
import type { Entry } from './inventory-section.ts';
import { database } from './shared-texts.ts';

/** What is stored of the people who work with the pages. Visitors of links have no account. */
export function memberData(deployment: Deployment): Entry[] {
  const where = database(deployment);
  return [
    {
      id: 'members',
      what: {
        en: 'Members of the team: name, email address, role, language, time zone, password as a hash, and the secret of the second factor if they use one',
        fr: 'Les membres de l’équipe\u00a0: nom, adresse e-mail, rôle, langue, fuseau horaire, mot de passe haché, et le secret du second facteur s’ils en ont un',
      },
      why: { en: 'To let the team work with its links', fr: 'Pour que l’équipe travaille avec ses liens' },
      kept: {
        en: 'Until an administrator removes the member',
        fr: 'Jusqu’à ce qu’un administrateur retire le membre',
      },
      where,
      columns: ['members.*', 'member_recovery_codes.*'],
    },
    {
      id: 'member-sessions',
      what: {
        en: 'Where members are signed in: when they did so, the last use to ten minutes, and browser and system without versions. One cookie of the member’s browser holds the secret, of which only a hash is stored. No IP address',
        fr: 'Où les membres sont connectés\u00a0: depuis quand, la dernière utilisation à dix minutes près, et le navigateur et le système sans leur version. Un cookie du navigateur du membre contient le secret, dont seule une empreinte est enregistrée. Aucune adresse IP',
      },
      why: {
        en: 'So that members stay signed in, and can end sessions that are not theirs',
        fr: 'Pour que les membres restent connectés et puissent fermer une session qui n’est pas la leur',
      },
      kept: {
        en: `For ${IDLE_DAYS} days after the last use, ${SESSION_DAYS} at most`,
        fr: `Pendant ${IDLE_DAYS} jours après la dernière utilisation, ${SESSION_DAYS} au plus`,
      },
      where,
      columns: ['member_sessions.*'],
    },
    {
      id: 'member-tickets',
      what: {
        en: 'Invitations and links to set a new password that have not been used: for which member, or with which role and for which email address if one was given, and until when',
        fr: 'Les invitations et les liens pour un nouveau mot de passe qui n’ont pas servi\u00a0: pour quel membre, ou avec quel rôle et pour quelle adresse e-mail si une est donnée, et jusqu’à quand',
      },
      why: { en: 'So that each of them works once', fr: 'Pour que chacun ne serve qu’une fois' },
      kept: { en: 'Until they are used or expire', fr: 'Jusqu’à leur utilisation ou leur expiration' },
      where,
      columns: ['member_tickets.*'],
    },
    {
      id: 'shared-reports',
      what: {
        en: 'Read-only addresses of reports: what each shows, who made it, until when it is valid, and when it was last opened, to ten minutes. Of the address itself only a hash is stored. Nothing about who opened it',
        fr: 'Les adresses de rapports en lecture seule\u00a0: ce que chacune montre, qui l’a créée, sa date d’expiration et sa dernière ouverture à dix minutes près. De l’adresse, seule une empreinte est enregistrée. Rien sur les personnes qui l’ouvrent',
      },
      why: {
        en: 'So that the team can show a report, see whether it is still used, and end it',
        fr: 'Pour que l’équipe montre un rapport, voie s’il sert encore, et puisse y mettre fin',
      },
      kept: {
        en: `For ${ENDED_REPORT_MS / DAY} days after it is revoked or expires; without either, until then`,
        fr: `Pendant ${ENDED_REPORT_MS / DAY} jours après sa révocation ou son expiration, et jusque-là sans limite`,
      },
      where,
      columns: ['shared_reports.*'],
    },
    {
      id: 'link-lists',
      what: {
        en: 'Lists of addresses and their titles that members gave to make many links at once, by whom and when, and what became of each line',
        fr: 'Les listes d’adresses, avec leurs titres, que des membres ont données pour créer beaucoup de liens à la fois, par qui et quand, et ce qu’est devenue chaque ligne',
      },
      why: {
        en: 'To make the links in steps, and to show the result again',
        fr: 'Pour créer les liens par étapes, et montrer de nouveau le résultat',
      },
      kept: {
        en: `For ${LIST_DAYS} days, unless a member removes the list earlier`,
        fr: `Pendant ${LIST_DAYS} jours, sauf si un membre retire la liste avant`,
      },
      where,
      columns: ['link_lists.*', 'link_list_lines.*'],
    },
  ];
}
