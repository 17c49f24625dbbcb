/** Minting any number of links in few steps, each by the rules of one. */

import type { AppError } from '../errors.ts';
import type { Deps } from '../ports.ts';
import { type CreateLink, checkLink } from './check-link.ts';
import type { Content, NewContent } from './contents/content.ts';
import { hostsOf } from './domain.ts';
import { changedFields, ignoredFields } from './ignored.ts';
import type { Link, NewLink } from './link.ts';
import { type Draft, type Job, lookAround } from './load-existing.ts';
import { MINT_TRIES, type MintDeps, passwordHash, slugTaken } from './minting.ts';

export type CreateDeps = MintDeps & Pick<Deps, 'passwords'>;

export interface CreatedLink {
  created: boolean;
  link: Link;
  /** As it was read before; with another id than the link says, a rival made the link's content meanwhile. */
  content: Content | NewContent;
  /** Given fields that differ from what is stored and were not applied. */
  ignored: string[];
}

/** What became of one link; an `AppError` where its input is to blame. */
export type MintOutcome = CreatedLink | Error;

/**
 * Does for each input, in the same order, what `createLink` does, as if they had come one after the other. No
 * input stands in another's way, and each gets an outcome of its own.
 */
export async function createLinks(deps: CreateDeps, inputs: CreateLink[]): Promise<MintOutcome[]> {
  const hosts = await hostsOf(deps);
  const outcomes = new Map<number, MintOutcome>();
  let open: Job[] = [];
  for (const [index, input] of inputs.entries()) {
    const wish = checkLink(deps, hosts, input);
    if (wish instanceof Error) outcomes.set(index, wish);
    else open.push({ index, wish, tries: 0 });
  }
  while (open.length > 0) {
    for (const [{ index }, outcome] of await attempt(deps, open)) outcomes.set(index, outcome);
    open = open.filter(({ index }) => !outcomes.has(index));
  }
  return inputs.map((_, index) => outcomes.get(index) ?? new Error('A link was lost while it was minted'));
}

/** Settles what it can; at least one job is settled or has one try less. */
async function attempt(deps: CreateDeps, jobs: Job[]): Promise<Map<Job, MintOutcome>> {
  const around = await lookAround(deps, jobs);
  const settled = new Map<Job, MintOutcome>(around.refused);
  const claimed = new Set<string>();
  const mints: Draft[] = [];
  for (const draft of around.drafts) {
    // Who asks for the same as one before them finds, at the next attempt, what became of it.
    if (draft.claims.some((claim) => claimed.has(claim))) continue;
    const rivals = around.rivals(draft);
    // Hardly any has one, and a promise for each of a thousand links is not free.
    const stands = rivals.length === 0 ? around.twin(draft) : await standing(deps, draft, rivals);
    if (stands) {
      settled.set(draft.job, found(draft, stands));
    } else {
      mints.push(draft);
      for (const claim of draft.claims) claimed.add(claim);
    }
  }
  return new Map([...settled, ...(await mint(deps, mints))]);
}

function found({ asked: { title, tags }, content }: Draft, stands: Link | AppError): MintOutcome {
  if (stands instanceof Error) return stands;
  return { created: false, link: stands, content, ignored: ignoredFields({ title, tags }, stands) };
}

/** Of the links with the asked slug the one that already stands for what was asked; `slug_taken` where only others do. */
async function standing(
  deps: CreateDeps,
  { asked, content, job }: Draft,
  rivals: Link[],
): Promise<Link | AppError | undefined> {
  const live = rivals.filter((link) => link.deletedAt === null);
  if (live.length === 0 && job.wish.reuse) return undefined;
  const twin = live.find(
    (link) => link.contentId === content.id && link.slug === asked.slug && isSame(link, asked),
  );
  return twin && (await isSameGuard(deps, twin, job.wish.password)) ? twin : slugTaken(asked.slug);
}

/** Whether two links of one content and slug are the very same, but for what describes and what guards them. */
function isSame(link: Link, asked: NewLink): boolean {
  const { id, title, tags, createdAt, updatedAt, custom, passwordHash, ...decisive } = asked;
  return changedFields(decisive, link).length === 0;
}

// Two hashes of one password differ.
async function isSameGuard({ passwords }: CreateDeps, link: Link, password: string | null): Promise<boolean> {
  if (password === null || link.passwordHash === null) return password === link.passwordHash;
  return passwords.verify(password, link.passwordHash);
}

/** Mints in one step. Who finds a rival in the way has one try less, and none after the last. */
async function mint(deps: CreateDeps, drafts: Draft[]): Promise<Map<Job, MintOutcome>> {
  const outcomes = new Map<Job, MintOutcome>();
  if (drafts.length === 0) return outcomes;
  const guarded = drafts.filter(({ job }) => job.wish.password !== null);
  const hashes = new Map(
    await Promise.all(
      guarded.map(async ({ asked, job }) => [asked, await passwordHash(deps, job.wish.password)] as const),
    ),
  );
  const mints = drafts.map(({ asked, content, job: { wish } }) => {
    const hash = hashes.get(asked);
    return { content, link: hash ? { ...asked, passwordHash: hash } : asked, reuse: wish.reuse };
  });
  const minted = new Map((await deps.store.links.mintEach(mints)).map((link) => [link.id, link]));
  for (const { job, asked, content } of drafts) {
    const link = minted.get(asked.id);
    job.tries += 1;
    if (link) outcomes.set(job, { created: true, link, content, ignored: [] });
    else if (job.tries === MINT_TRIES)
      outcomes.set(job, new Error(`No slug or content stayed free in ${MINT_TRIES} tries`));
  }
  return outcomes;
}
