/** Turns decisions into effects and answers. */
import type { RefusalReason } from '../hits/hit.ts';
import type { RedirectLink } from '../links/link.ts';
import type { Deps } from '../ports.ts';
import { isShareCode } from '../shares/share-code.ts';
import { shortUrl } from '../urls/short-url.ts';
import { type Reply, redirectTo, UNCACHED } from '../visitor-pages/http-reply.ts';
import { type Decision, type DecisionInput, decide, withoutClicksLeft } from './decide.ts';
import { safeHref } from './destination.ts';
import { loadPages } from './load-pages.ts';
import { createPasswordCheck, type PasswordCheck } from './password-check.ts';
import type { Effects } from './side-effects.ts';
import { createUnknownSlugLimit, type LimitUnknown } from './unknown-slugs.ts';
import { hitOn, type Visit, visitOf } from './visit.ts';

/**
 * Answers one visit; `link` is undefined if the slug is unknown. `request` is only needed to read a password form.
 * Rejects only if a stored password cannot be checked on this runtime.
 */
export type Answer = (link: RedirectLink | undefined, visit: Visit, request?: Request) => Promise<Reply>;

export function createAnswer(deps: Deps, effects: Effects): Answer {
  const checkPassword = createPasswordCheck(deps);
  const limitUnknown = createUnknownSlugLimit(deps);
  const { settings, log } = deps;
  const common = { settings, log, effects, checkPassword, limitUnknown };
  return (link, anyVisit, request) => {
    const visit = visitOf(link, anyVisit);
    if (link && visit.requestDomain.isForeign) deps.counters.foreignHosts += 1;
    return act(decide(link, inputOf(visit)), { ...common, visit, request });
  };
}

interface AnswerContext extends Pick<Deps, 'settings' | 'log'> {
  effects: Effects;
  checkPassword: PasswordCheck;
  limitUnknown: LimitUnknown;
  visit: Visit;
  request: Request | undefined;
}

/** Carries a decision out. If it needs a click or a password first, decides again with the result. */
async function act(decision: Decision, context: AnswerContext): Promise<Reply> {
  const { effects, visit } = context;
  const { facts } = visit;
  switch (decision.answer) {
    case 'redirect':
      // A sign of automation flags the visit: it must not take the last click from a person.
      if (decision.takesClick && !(await effects.takeClick(decision.link.rowId, isFlagged(visit)))) {
        return act(decide(withoutClicksLeft(decision.link), inputOf(visit)), context);
      }
      if (decision.isListed) effects.countListed();
      await effects.record(hitOn(decision.link, visit, effects));
      return redirectTo(decision.location, decision.status);
    case 'card':
      await effects.record(hitOn(decision.link, visit, effects));
      return (await loadPages()).previewCardPage(facts, {
        ...decision,
        shortUrl: shortUrlOf(decision.link, context),
      });
    case 'check_password': {
      if (!context.request) throw new Error('A form can only be read from its request');
      const result = await context.checkPassword(context.request, decision.link, visit);
      if (typeof result !== 'string') return result;
      return act(decide(decision.link, { ...inputOf(visit), password: result }), context);
    }
    case 'refuse_prefetch':
      if (decision.link) await effects.record(hitOn(decision.link, visit, effects));
      return { status: 503, headers: UNCACHED, body: null };
    case 'refuse':
      await effects.countRefusal(decision.link.rowId, visit.at, decision.reason);
      return refusal(decision.reason, context);
    case 'link_info':
      return (await loadPages()).linkInfoPage(facts, {
        ...decision,
        shortUrl: shortUrlOf(decision.link, context),
      });
    case 'no_link_info':
      return unknown(context, async () => (await loadPages()).messagePage('unknown', facts));
    case 'unsafe_destination':
      context.log.error({ linkRowId: decision.link.rowId }, 'A stored destination is not safe to send');
      return notFound(visit);
    case 'unknown':
      return unknown(context, () => notFound(visit), true);
    case 'method_not_allowed':
      return (await loadPages()).messagePage('method_not_allowed', facts, { Allow: decision.allow });
  }
}

const isFlagged = ({ classification: { kind, reason } }: Visit) => kind === 'click' && reason !== '';

function shortUrlOf({ slug }: RedirectLink, { settings, visit }: AnswerContext): string {
  return shortUrl(settings.publicUrl, { domain: visit.requestDomain.name, slug });
}

function inputOf({ facts, path, classification, requestDomain, instance, at }: Visit): DecisionInput {
  const { method } = facts;
  const rawQuery = path?.query ? [path.query, facts.rawQuery].filter(Boolean).join('&') : facts.rawQuery;
  const { kind, refusePrefetch } = classification;
  const wantsInfo = path?.wantsInfo ?? false;
  const { ownHosts, hostRules } = requestDomain;
  const mark = path?.mark ?? null;
  const shareCode = mark !== null && !facts.optedOut && isShareCode(mark) ? mark : null;
  const seen = { method, rawQuery, kind, refusePrefetch, wantsInfo, shareCode };
  const rules = { ownHosts, hostRules, utmPresets: instance.utmPresets };
  return { ...seen, ...rules, password: null, now: at };
}

async function refusal(reason: RefusalReason, context: AnswerContext): Promise<Reply> {
  const { visit } = context;
  const { MESSAGE_OF, messagePage, passwordForm } = await loadPages();
  if (reason === 'password' || reason === 'wrong_password') {
    return passwordForm(visit.facts, reason === 'wrong_password');
  }
  const message = MESSAGE_OF[reason];
  return message === 'unknown' ? unknown(context, () => notFound(visit)) : messagePage(message, visit.facts);
}

/** Redirects to the domain's `notFoundUrl` if it has one, else answers 404. */
async function notFound({ facts, requestDomain }: Visit): Promise<Reply> {
  const notFoundUrl = requestDomain.domain?.notFoundUrl;
  const location = notFoundUrl ? safeHref(notFoundUrl, requestDomain) : null;
  return location === null ? (await loadPages()).messagePage('unknown', facts) : redirectTo(location, 302);
}

/**
 * The reply to a request for an address that does not exist, or must look so: 429 for a network that has made too many.
 * With `counted` every GET of a possible slug is counted, by people and programs: the list shows which addresses are
 * requested.
 */
async function unknown(
  { visit, effects, limitUnknown }: AnswerContext,
  reply: () => Promise<Reply>,
  counted = false,
): Promise<Reply> {
  const { facts, path, at } = visit;
  const waitMs = limitUnknown(visit);
  if (counted && path && facts.method === 'GET') {
    await effects.countUnknownSlug(visit.requestDomain.name, path.slug, { at, mayList: waitMs === 0 });
  }
  if (waitMs === 0) return reply();
  return (await loadPages()).messagePage('too_many_unknown', facts, {
    'Retry-After': String(Math.ceil(waitMs / 1000)),
  });
}
