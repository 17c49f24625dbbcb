import type { RefusalStore, StatsStore } from '../store-ports/count-stores.ts';
import type { HitListStore, SightingStore } from '../store-ports/hit-stores.ts';
import type { ContentStore, LinkStore } from '../store-ports/link-stores.ts';
import type { ReachStore } from '../store-ports/reach-store.ts';
import type { ShareStore } from '../store-ports/share-stores.ts';
import type { Store } from '../store-ports/store.ts';
import { createAbuseReportStore } from './admin/abuse-reports.ts';
import { createAuditStore } from './admin/audit.ts';
import { createBlockedHostStore } from './admin/blocked-hosts.ts';
import { createDomainStore } from './admin/domains.ts';
import { createInstanceStore } from './admin/instance.ts';
import { createKeptAnswerStore } from './admin/kept-answers.ts';
import { createKeyStore } from './admin/keys.ts';
import { createLinkListStore } from './admin/link-lists.ts';
import { createMemberStore } from './admin/members.ts';
import { createAuditPurge } from './admin/purge-audit.ts';
import { createSharedReportStore } from './admin/shared-reports.ts';
import { createHitWriter, type HitWriter } from './hit-log/hit-writer.ts';
import { createHitStore } from './hit-log/hits.ts';
import { createMaintenanceStore } from './hit-log/maintenance.ts';
import { createRefusalLog } from './hit-log/refusals.ts';
import { createClickLimitStore } from './links/click-limits.ts';
import { createContentStore } from './links/contents.ts';
import { createLinkStore } from './links/links.ts';
import { createHitListStore } from './reports/hit-list.ts';
import { createReachStore } from './reports/reach.ts';
import { createRefusalReport } from './reports/refusals.ts';
import { createSightingStore } from './reports/sightings.ts';
import { createStatsStore } from './reports/stats/stats.ts';
import { createShareStore } from './shares/shares.ts';
import type { Engine } from './sql/engine.ts';

/** Reports that are read by other processes, so that long queries block nothing here. */
export interface ReportsElsewhere {
  /** Answers questions that read many rows. */
  stats: Pick<StatsStore, 'read' | 'totals' | 'clicksOfContents' | 'lastClicked'>;
  /** Continues lists whose filters accept few rows. */
  contents: Pick<ContentStore, 'list' | 'sorted'>;
  links: Pick<LinkStore, 'list' | 'sorted'>;
  hitList: HitListStore;
  sightings: SightingStore;
  refusals: Pick<RefusalStore, 'read'>;
  reach: ReachStore;
}

/** What a runtime provides. With D1, `main` alone is enough. */
export interface StoreParts {
  /** Reads and writes everything except the sums. */
  main: Engine;
  /** Reads the sums and, by the same unqualified names, all of `main`. */
  sums?: Engine;
  elsewhere?: ReportsElsewhere;
  /** Whether hits may be delivered more than once. */
  redelivers?: boolean;
}

/** Tells the writer of hits in this process about presses. */
const notingPresses = (shares: ShareStore, writer: HitWriter): ShareStore => ({
  ...shares,
  async add(share, press) {
    const added = await shares.add(share, press);
    if (press !== null && typeof added === 'object' && added.isNew)
      writer.notePress(share.linkRowId, share.at);
    return added;
  },
});

/** The one store of both runtimes; `writer` stores what a queue delivers. */
export function createStore(parts: StoreParts): Store & { writer: HitWriter } {
  const { main, sums = main, elsewhere, redelivers = false } = parts;
  const writer = createHitWriter({ main, all: sums, redelivers });
  const keptAnswers = createKeptAnswerStore(main);
  const purgeAudit = createAuditPurge(main);
  return {
    contents: createContentStore(main, elsewhere?.contents),
    links: createLinkStore(main, elsewhere?.links),
    hits: createHitStore(main, writer, sums),
    clickLimits: createClickLimitStore(main),
    maintenance: {
      ...createMaintenanceStore(main, writer, sums),
      purgeAudit: async (now) => (await keptAnswers.purge(now)) || purgeAudit(now),
    },
    hitList: elsewhere?.hitList ?? createHitListStore(sums),
    sightings: elsewhere?.sightings ?? createSightingStore(sums),
    refusals: { ...createRefusalLog(main), ...(elsewhere?.refusals ?? createRefusalReport(sums)) },
    stats: createStatsStore(sums, elsewhere?.stats),
    reach: elsewhere?.reach ?? createReachStore(sums),
    keys: createKeyStore(main),
    domains: createDomainStore(main),
    instance: createInstanceStore(main),
    audit: createAuditStore(main),
    blockedHosts: createBlockedHostStore(main),
    abuseReports: createAbuseReportStore(main),
    keptAnswers,
    members: createMemberStore(main),
    shares: notingPresses(createShareStore(main), writer),
    sharedReports: createSharedReportStore(main),
    linkLists: createLinkListStore(main),
    writer,
  };
}
