/** What is done with several rows of a list at once. What cannot be undone, and archiving, asks first. */

import { type BrokenRule, broken } from '../../../broken-rule.ts';
import { AppError } from '../../../errors.ts';
import { parseTags, tagsRule } from '../edit/text-rules.ts';
import type { AppContext } from '../env.ts';
import { showPage, viewFor } from '../frame/show-page.tsx';
import { type ListKind, readListQuery } from '../lists/list-query.ts';
import { page } from '../page-route.ts';
import { readFormData } from '../parts/form-data.ts';
import { mistakesOf, ruleText } from '../parts/mistakes.ts';
import { PartlyPage, TagsPage } from './bulk-pages.tsx';
import { changeTags } from './bulk-tags.ts';
import { confirmPage } from './confirm-page.tsx';
import { CONTENTS, type Kind, LINKS, type Named } from './kinds.ts';
import { readLosses } from './losses.ts';
import { MOST_AT_ONCE } from './notice.tsx';
import { archiveQuestion, deleteQuestion } from './questions.ts';
import { CONFIRM_WORDS } from './words.ts';

const VERBS = ['tag', 'untag', 'archive', 'unarchive', 'delete'] as const;
type Verb = (typeof VERBS)[number];

/** Room for the ids of all rows that are changed at once. */
const MAX_BYTES = 64 * 1024;

interface Bulk<Thing extends Named> {
  name: ListKind;
  kind: Kind<Thing>;
  verb: Verb;
  things: Thing[];
  /** What the list or the page before has sent. */
  sent: URLSearchParams;
  /** The address of the list. */
  back: (notice?: Record<string, string>) => string;
}

/** The address of the list that the form came from, which it sends as a query. */
function backOf(c: AppContext, path: string, sent: URLSearchParams): Bulk<Named>['back'] {
  return (notice = {}) => {
    const query = new URLSearchParams((sent.get('list') ?? '').slice(0, 4_000));
    for (const [name, value] of Object.entries(notice)) query.set(name, value);
    return viewFor(c).to(path, Object.fromEntries(query));
  };
}

/** The rows that are meant: those that are ticked, or all of the list. Null if there are too many. */
async function readThings<Thing extends Named>(
  c: AppContext,
  name: ListKind,
  kind: Kind<Thing>,
  sent: URLSearchParams,
): Promise<Thing[] | null> {
  const { deps } = c.var;
  const ids = [...new Set(sent.getAll('ids'))];
  if (sent.get('all') !== 'on' && ids.length === 0) return [];
  if (ids.length > MOST_AT_ONCE) return null;
  const things =
    sent.get('all') === 'on'
      ? await kind.list(deps, readListQuery(sent, name), { limit: MOST_AT_ONCE + 1, before: null })
      : await kind.byIds(deps, ids);
  return things.length > MOST_AT_ONCE ? null : things;
}

/** What the next page must know to do the same. */
const fieldsOf = <Thing extends Named>({ verb, things, sent }: Bulk<Thing>) => [
  ['do', verb] as const,
  ['list', sent.get('list') ?? ''] as const,
  ...things.map(({ id }) => ['ids', id] as const),
];

const namesOf = <Thing extends Named>(c: AppContext, { kind, things }: Bulk<Thing>): string[] =>
  things.map((thing) => kind.nameOf(thing, c.var.deps.settings.publicUrl));

async function askFirst<Thing extends Named>(c: AppContext, bulk: Bulk<Thing>): Promise<Response> {
  const { name, kind, verb, things } = bulk;
  const view = viewFor(c);
  const losses = await readLosses(c.var.deps, name, things, view.zone);
  const names = namesOf(c, bulk);
  const [only] = names;
  const what =
    only !== undefined && names.length === 1 ? { title: only } : { kind: name, count: things.length };
  const asked = { view, kind: name, what, losses };
  const answer = verb === 'delete' ? deleteQuestion(asked) : archiveQuestion(asked, verb === 'archive');
  return confirmPage(c, 'content', {
    ...answer,
    names,
    action: `${kind.path}/bulk`,
    fields: [...fieldsOf(bulk), ['sure', 'on'] as const],
    back: bulk.back(),
  });
}

/** Asks for the tags if there are none, or they are wrong. */
function askForTags<Thing extends Named>(
  c: AppContext,
  bulk: Bulk<Thing>,
  rule: BrokenRule,
): Response | Promise<Response> {
  const view = viewFor(c);
  const { bulk: texts } = CONFIRM_WORDS[view.language];
  const { name, kind, verb, things, sent } = bulk;
  const title = (verb === 'tag' ? texts.titleTag : texts.titleUntag)(name, things.length, view.format);
  return showPage(
    c,
    { view, title, place: 'content', status: 422 },
    <TagsPage
      view={view}
      title={title}
      names={namesOf(c, bulk)}
      action={`${kind.path}/bulk`}
      fields={fieldsOf(bulk)}
      tags={sent.get('tags') ?? ''}
      mistake={ruleText(rule, view)}
      button={verb === 'tag' ? texts.tag : texts.untag}
      back={bulk.back()}
    />,
  );
}

async function carryOut<Thing extends Named>(c: AppContext, bulk: Bulk<Thing>): Promise<unknown[]> {
  const { kind, verb, things, sent } = bulk;
  const { deps } = c.var;
  const ids = things.map(({ id }) => id);
  if (verb === 'delete') return kind.remove(deps, ids);
  if (verb === 'archive' || verb === 'unarchive') return kind.archive(deps, ids, verb === 'archive');
  return changeTags(deps, kind, things, { verb, tags: parseTags(sent.get('tags') ?? '') });
}

/** Back to the list, or what has stayed as it was and why. */
function report<Thing extends Named>(c: AppContext, bulk: Bulk<Thing>, outcomes: unknown[]) {
  const view = viewFor(c);
  const { kind, verb, things } = bulk;
  const failed = outcomes.flatMap((outcome, at) => {
    const thing = things[at];
    return outcome instanceof Error && thing ? [{ thing, error: outcome }] : [];
  });
  const done = things.length - failed.length;
  if (failed.length === 0) return c.redirect(bulk.back({ notice: verb, n: String(done) }), 303);
  const { bulk: texts } = CONFIRM_WORDS[view.language];
  const title = texts.partly(done, things.length, view.format);
  const failures = failed.map(({ thing, error }) => {
    if (!(error instanceof AppError)) throw error;
    const isGone = error.code === 'not_found';
    const [reason = ''] = mistakesOf(error, [], view).values();
    return { name: kind.nameOf(thing, c.var.deps.settings.publicUrl), reason: isGone ? texts.gone : reason };
  });
  return showPage(
    c,
    { view, title, place: 'content', status: 422 },
    <PartlyPage view={view} title={title} failures={failures} back={bulk.back()} />,
  );
}

async function handle<Thing extends Named>(c: AppContext, name: ListKind, kind: Kind<Thing>) {
  const sent = await readFormData(c, MAX_BYTES);
  const back = backOf(c, kind.path, sent);
  const verb = VERBS.find((each) => each === sent.get('do'));
  const things = await readThings(c, name, kind, sent);
  if (things === null) return c.redirect(back({ notice: 'tooMany' }), 303);
  if (verb === undefined || things.length === 0) return c.redirect(back({ notice: 'none' }), 303);
  const bulk = { name, kind, verb, things, sent, back };
  if (verb === 'tag' || verb === 'untag') {
    const tags = sent.get('tags') ?? '';
    const rule = parseTags(tags).length === 0 ? broken('required') : tagsRule(tags);
    if (rule) return askForTags(c, bulk, rule);
  } else if (sent.get('sure') !== 'on') return askFirst(c, bulk);
  return report(c, bulk, await carryOut(c, bulk));
}

export const bulkRoutes = [
  page('POST /app/contents/bulk', (c) => handle(c, 'contents', CONTENTS)),
  page('POST /app/links/bulk', (c) => handle(c, 'links', LINKS)),
];
