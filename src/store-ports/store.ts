/** All that is stored, as the features see it: `src/store` has the one adapter, for every engine. */
import type { CachedInstanceStore, InstanceStore } from '../instance/instance-store.ts';
import type { MemberStore } from '../members/member-store.ts';
import type { SharedReportStore } from '../shared-reports/report-store.ts';
import type {
  AbuseReportStore,
  AuditStore,
  BlockedHostStore,
  DomainStore,
  KeptAnswerStore,
  KeyStore,
} from './admin-stores.ts';
import type { Refusal, RefusalStore, StatsStore, UnknownSlug } from './count-stores.ts';
import type {
  ClickLimitStore,
  HitListStore,
  HitStore,
  MaintenanceStore,
  SightingStore,
} from './hit-stores.ts';
import type { LinkListStore } from './link-list-store.ts';
import type { CachedLinkStore, ContentStore, LinkStore } from './link-stores.ts';
import type { ReachStore } from './reach-store.ts';
import type { ShareStore } from './share-stores.ts';

export interface Store {
  contents: ContentStore;
  links: LinkStore;
  hits: HitStore;
  clickLimits: ClickLimitStore;
  maintenance: MaintenanceStore;
  hitList: HitListStore;
  sightings: SightingStore;
  refusals: RefusalStore;
  stats: StatsStore;
  reach: ReachStore;
  keys: KeyStore;
  domains: DomainStore;
  instance: InstanceStore;
  audit: AuditStore;
  blockedHosts: BlockedHostStore;
  abuseReports: AbuseReportStore;
  keptAnswers: KeptAnswerStore;
  members: MemberStore;
  linkLists: LinkListStore;
  shares: ShareStore;
  sharedReports: SharedReportStore;
}

/** Counts single answers, many of them in one transaction. */
export interface CountingStore {
  countRefusal(refusal: Refusal): Promise<void>;
  countUnknownSlug(unknown: UnknownSlug): Promise<void>;
}

/** The store as a runtime provides it. */
export interface CachedStore extends Store {
  links: CachedLinkStore;
  instance: CachedInstanceStore;
  refusals: RefusalStore & CountingStore;
}
