/** Turns decisions into effects and answers. */
import type { TurnedAwayReason } from '../hits/hit.ts';
import type { RedirectLink } from '../links/link.ts';
import type { Deps } from '../ports.ts';
import { shortUrl } from '../urls/short-url.ts';
import { cardAnswer } from '../visitor-pages/card.ts';
import { whereAnswer } from '../visitor-pages/link-info-page.ts';
import { NOTICE_OF, noticeAnswer } from '../visitor-pages/message-page.ts';
import { formAnswer } from '../visitor-pages/password-form.ts';
import { leadTo, type Reply, UNCACHED } from '../visitor-pages/reply.ts';
import { type Ask, type Decision, decide, safeHref, usedUp } from './decide.ts';
import type { Effects } from './effects.ts';
import { createUnlock, type Unlock } from './password-check.ts';
import { domainOf, hitOn, type Visit } from './visit.ts';

/**
 * Answers one visit to a link, or to none; only a form sent to it needs the request. Rejects only if a stored
 * password cannot be checked here.
 */
export type Answer = (link: RedirectLink | undefined, visit: Visit, request?: Request) => Promise<Reply>;

export function createAnswer(deps: Deps, effects: Effects): Answer {
  const unlock = createUnlock(deps);
  return (link, visit, request) =>
    act(decide(link, askOf(visit)), {
      settings: deps.settings,
      log: deps.log,
      effects,
      unlock,
      visit,
      request,
    });
}

/** What every answer may need. */
interface Scene extends Pick<Deps, 'settings' | 'log'> {
  effects: Effects;
  unlock: Unlock;
  visit: Visit;
  request: Request | undefined;
}

/** Where a decision leaves something to look at, it is decided again with what was found. */
async function act(decision: Decision, scene: Scene): Promise<Reply> {
  const { effects, visit } = scene;
  const { facts } = visit;
  switch (decision.answer) {
    case 'redirect':
      if (decision.takesClick && !(await effects.takeClick(decision.link.rowId))) {
        return act(decide(usedUp(decision.link), askOf(visit)), scene);
      }
      await effects.keep(hitOn(decision.link, visit, effects));
      return leadTo(decision.location, decision.status);
    case 'card':
      await effects.keep(hitOn(decision.link, visit, effects));
      return cardAnswer(facts, { ...decision, shortUrl: addressOf(decision.link, scene) });
    case 'check_password': {
      if (!scene.request) throw new Error('A form can only be read from its request');
      const tried = await scene.unlock(scene.request, decision.link, visit);
      if (typeof tried !== 'string') return tried;
      return act(decide(decision.link, { ...askOf(visit), password: tried }), scene);
    }
    case 'refuse_prefetch':
      if (decision.link) await effects.keep(hitOn(decision.link, visit, effects));
      return { status: 503, headers: UNCACHED, body: null };
    case 'turn_away':
      await effects.turnAway(decision.link.rowId, visit.at, decision.reason);
      return turnedAway(decision.reason, visit);
    case 'show':
      return whereAnswer(facts, { ...decision, shortUrl: addressOf(decision.link, scene) });
    case 'nothing_to_show':
      return noticeAnswer('unknown', facts);
    case 'unsafe_destination':
      scene.log.error({ linkRowId: decision.link.rowId }, 'A stored destination is not safe to send');
      return nowhere(visit);
    case 'unknown':
      await noteMiss(visit, effects);
      return nowhere(visit);
    case 'method_not_allowed':
      return noticeAnswer('method_not_allowed', facts, { Allow: decision.allow });
  }
}

function addressOf({ slug }: RedirectLink, { settings, visit }: Scene): string {
  return shortUrl(settings.publicUrl, { domain: domainOf(visit), slug });
}

function askOf({ facts, path, verdict, site, at }: Visit): Ask {
  const { method, rawQuery } = facts;
  const { kind, refusePrefetch } = verdict;
  const asksWhere = path?.asksWhere ?? false;
  const { ownHosts } = site;
  return { method, rawQuery, kind, refusePrefetch, asksWhere, ownHosts, password: null, now: at };
}

function turnedAway(reason: TurnedAwayReason, visit: Visit): Reply {
  if (reason === 'password' || reason === 'wrong_password') {
    return formAnswer(visit.facts, reason === 'wrong_password');
  }
  const notice = NOTICE_OF[reason];
  return notice === 'unknown' ? nowhere(visit) : noticeAnswer(notice, visit.facts);
}

/** The domain's own page for unknown slugs, where it has one. */
function nowhere({ facts, site }: Visit): Reply {
  const elsewhere = site.domain?.notFoundUrl;
  const location = elsewhere ? safeHref(elsewhere, site.ownHosts) : null;
  return location === null ? noticeAnswer('unknown', facts) : leadTo(location, 302);
}

/** Every GET of what could be a slug, a machine's too: the list shows what is asked for, not who asks. */
async function noteMiss(visit: Visit, effects: Effects): Promise<void> {
  const { facts, path, at } = visit;
  if (path && facts.method === 'GET') await effects.noteMiss(domainOf(visit), path.slug, at);
}
