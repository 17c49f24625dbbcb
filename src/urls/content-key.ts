import { pairName, queryPairs } from './raw-query.ts';

/** Parameters with which a team names its campaigns: UTM, Matomo and Piwik, Piano, comScore, Webtrekk, Adobe, HubSpot. */
const CAMPAIGNS = [
  'utm_*',
  ...['mtm_*', 'matomo_*', 'piwik_*', 'pk_*'],
  ...['at_campaign', 'at_medium', 'xtor'],
  ...['ns_campaign', 'ns_fee', 'ns_linkname', 'ns_mchannel', 'ns_source'],
  ...['wt_mc', 'wt_zmc'],
  ...['ef_id', 's_cid', 's_kwcid'],
  'hsa_*',
] as const;

/**
 * Query parameters that say how a visitor came, never which page it is, in lower case; they match in any case. `*` stands
 * for any ending. Names that pages also use for themselves (`ref`, `source`, `id`, `si`, `cid`) do not belong here.
 */
export const TRACKING = [
  ...CAMPAIGNS,
  // Clicks in search engines and on advertisements.
  ...[
    'gclid',
    'gclsrc',
    'gbraid',
    'wbraid',
    'dclid',
    'srsltid',
    'gad_source',
    'gad_campaignid',
    '_gl',
    '_ga',
  ],
  'msclkid',
  ...['yclid', 'ymclid', 'ysclid', '_openstat'],
  ...['dicbo', 'tblci', 'qclid', 'ko_click_id', 'rb_clickid', 'oppref', 'oborigurl', 'spm'],
  // Social networks and messengers.
  ...['fbclid', 'fb_action_ids', 'fb_action_types', 'fb_ref', 'fb_source', 'igsh', 'igshid', 'mibextid'],
  ...['twclid', 'ref_src', 'li_fat_id', 'ttclid', 'rdt_cid', 'sccid', 'epik', 'ndclid'],
  // Newsletters.
  ...['mc_cid', 'mc_eid', 'mc_tc', 'mkt_tok', 'vero_conv', 'vero_id', 'dm_i', 'ck_subscriber_id'],
  ...['_hsenc', '_hsmi', '__hsfp', '__hssc', '__hstc', 'hsctatracking'],
  ...['_kx', '_ke', 'ml_subscriber', 'ml_subscriber_hash', 'oly_anon_id', 'oly_enc_id', 'vgo_ee'],
  ...['__s', '_bhlid', 'sc_campaign', 'sc_channel'],
  ...['_bta_c', '_bta_tid', 'elqaid', 'elqat', 'elqcampaignid', 'elqtrack', 'elqtrackid', 'sfmc_id'],
  ...['sc_customer', 'sc_eh', 'sc_lid', 'sc_llid', 'sc_src', 'sc_uid'],
  ...['trk_contact', 'trk_module', 'trk_msg', 'trk_sid'],
  // Partners who are paid for visitors, and links between apps.
  ...['cjevent', 'irclickid', 'irgwc', 'awc', 'admitad_uid', 'tduid', 'wickedid', 'zanpid'],
  ...['ranmid', 'raneaid', 'ransiteid', 'sscid'],
  ...['_branch_match_id', '_branch_referrer', 'guce_referrer', 'guce_referrer_sig', 'guccounter'],
  ...['itscg', 'itsct', 'wprov'],
  ...['sotto_id', 'sotto_from'],
] as const;

/**
 * Normalizes an http or https URL for comparison, never as a destination. URLs with the same key are the same content.
 * A key is itself a URL of the page, and its own key. Throws what `new URL` throws.
 */
export function contentKey(href: string): string {
  const url = new URL(href);
  const port = DEFAULT_PORTS.has(url.port) ? '' : `:${url.port}`;
  // Several trailing slashes all stay. Otherwise the key of a key would lose another one.
  const path = url.pathname.replace(/(?<!\/)\/$/, '');
  const fragment = /^#[/!]/.test(url.hash) ? url.hash : '';
  return `https://${url.hostname}${port}${path}${keyQuery(url.search.slice(1))}${fragment}`;
}

/**
 * The URL of the page without what says how a visitor came: tracking parameters, and a fragment that is not a route.
 * The rest stays as it is.
 */
export function withoutTracking(href: string): string {
  const url = new URL(href);
  const pairs = queryPairs(url.search.slice(1)).filter((pair) => !isTracking(pairName(pair).toLowerCase()));
  const query = pairs.length === 0 ? '' : `?${pairs.join('&')}`;
  return `${url.origin}${url.pathname}${query}${/^#[/!]/.test(url.hash) ? url.hash : ''}`;
}

/** Whether two URLs with the same content key also name the same campaign. */
export function isSameCampaign(one: string, other: string): boolean {
  return one === other || campaignOf(one) === campaignOf(other);
}

/** Whether two URLs with the same content key lead to different places of the page. */
export function differsInFragment(one: string, other: string): boolean {
  return new URL(one).hash !== new URL(other).hash;
}

// The default ports of both schemes, since the scheme is not part of the key.
const DEFAULT_PORTS = new Set(['', '80', '443']);

/** Whether a parameter with this name, in lower case, is on the list. */
function matcher(list: readonly string[]): (name: string) => boolean {
  const names = new Set(list);
  const prefixes = list.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  return (name) => names.has(name) || prefixes.some((prefix) => name.startsWith(prefix));
}

const isTracking = matcher(TRACKING);
const isCampaign = matcher(CAMPAIGNS);

function keyQuery(query: string): string {
  const pairs = pairsOf(query, (name) => !isTracking(name));
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

const campaignOf = (href: string) => pairsOf(new URL(href).search.slice(1), isCampaign).join('&');

/** The raw pairs whose name, in lower case, is accepted, sorted by name. */
function pairsOf(query: string, accepts: (name: string) => boolean): string[] {
  return queryPairs(query)
    .map((text) => ({ text, name: pairName(text) }))
    .filter(({ name }) => accepts(name.toLowerCase()))
    .sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)))
    .map(({ text }) => text);
}
