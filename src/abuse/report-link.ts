/** Reports of abuse by visitors, and what the team does with them. */
import { type AuthorDeps, auditNote } from '../audit/audit-entry.ts';
import { AppError } from '../errors.ts';
import { domainHost } from '../links/link-domain.ts';
import type { Deps } from '../ports.ts';
import type { Store } from '../store-ports/store.ts';
import { comparableHost, trimAddress } from '../urls/destination.ts';
import { parseShortPath } from '../urls/short-path.ts';
import type { AbuseReport, ReportCategory, ReportOutcome } from './report.ts';

/** Open reports of one address: further ones tell nothing new. */
const MAX_OPEN = 10;
/** Reports of all strangers together, by 24 hours. */
const MAX_PER_DAY = 1_000;

export const MAX_MESSAGE_LENGTH = 1_000;

/** What a visitor sends; `link` is a short URL or path. */
export interface GivenReport {
  link: string;
  category: ReportCategory;
  message: string | null;
}

type ReportDeps = Pick<Deps, 'store' | 'settings' | 'ids' | 'clock'>;

/**
 * Stores a report. 'unknown': the text is not a short link of this server. 'full': there were too many reports. If an address
 * already has many open reports, another one is not stored, but the answer is the same.
 */
export async function reportLink(
  deps: ReportDeps,
  requestHost: string,
  { link, category, message }: GivenReport,
): Promise<'stored' | 'unknown' | 'full'> {
  const address = await addressOf(deps, requestHost, link);
  if (!address) return 'unknown';
  const at = deps.clock();
  const report = { id: deps.ids.id('rep'), at, ...address, category, message };
  const outcome = await deps.store.abuseReports.add(report, { maxOpen: MAX_OPEN, maxPerDay: MAX_PER_DAY });
  return outcome === 'full' ? 'full' : 'stored';
}

/** The domain and the slug that a short URL or path means on this server. */
async function addressOf(
  { store, settings }: ReportDeps,
  requestHost: string,
  text: string,
): Promise<{ domain: string; slug: string } | undefined> {
  const given = trimAddress(text);
  const url = URL.parse(given.includes('://') ? given : `https://${given.replace(/^\/+/, '')}`);
  const domains = await store.domains.known();
  const domainOf = (host: string): string | undefined => {
    const wanted = comparableHost(host);
    if (wanted === comparableHost(domainHost(settings, ''))) return '';
    const found = domains.find(({ domain }) => comparableHost(domain) === wanted)?.domain;
    // Any other host that a request reached serves the default domain.
    return found ?? (wanted === comparableHost(requestHost) ? '' : undefined);
  };
  const named = url === null ? undefined : domainOf(url.host);
  const isPath = named === undefined && !given.includes('://');
  const domain = isPath ? domainOf(requestHost) : named;
  const path = parseShortPath(isPath ? `/${given.replace(/^\/+/, '')}` : (url?.pathname ?? ''));
  return domain === undefined || path === null ? undefined : { domain, slug: path.slug };
}

/** Throws `not_found`. */
export async function showReport(
  { store }: { store: Pick<Store, 'abuseReports'> },
  id: string,
): Promise<AbuseReport> {
  const report = await store.abuseReports.get(id);
  if (!report) throw new AppError('not_found', 'Unknown report.');
  return report;
}

/** Closes a report, or changes its outcome. Throws `not_found`. */
export async function closeReport(
  deps: { store: Pick<Store, 'abuseReports'> } & AuthorDeps,
  id: string,
  outcome: ReportOutcome,
): Promise<AbuseReport> {
  const report = await showReport(deps, id);
  if (report.outcome === outcome) return report;
  const closedAt = deps.clock();
  await deps.store.abuseReports.close(
    id,
    { closedAt, outcome },
    auditNote(deps, 'report.close', id, ['outcome']),
  );
  return { ...report, closedAt, outcome };
}
