/** Facts about the links of a content that say what a change of it means for them. */
import type { Store } from '../../store-ports/store.ts';
import type { Link } from '../link.ts';
import type { Content } from './content.ts';
import { pagesOfLinks } from './step-links.ts';

/** More are not looked at. */
export const MOST_COUNTED = 2_000;

export interface LinkFacts {
  links: number;
  /** Whether there are more links than were counted. */
  isCut: boolean;
  /** Those that lead to the address of the content, and move with it. */
  moving: number;
  /** Those with a title, campaign or UTM values of their own, which do not follow the content's. */
  titled: number;
  inCampaign: number;
  tracked: number;
}

export async function countLinks(
  deps: { store: Pick<Store, 'contents' | 'links'> },
  { rowId, url }: Pick<Content, 'rowId' | 'url'>,
): Promise<LinkFacts> {
  const facts: LinkFacts = { links: 0, isCut: false, moving: 0, titled: 0, inCampaign: 0, tracked: 0 };
  for await (const page of pagesOfLinks(deps, rowId)) {
    const count = (matches: (link: Link) => boolean) => page.filter(matches).length;
    facts.links += page.length;
    facts.moving += count((link) => link.url === url);
    facts.titled += count(({ title }) => title !== null);
    facts.inCampaign += count(({ campaign }) => campaign !== '');
    facts.tracked += count(({ utm }) => utm !== null);
    if (facts.links >= MOST_COUNTED) return { ...facts, isCut: true };
  }
  return facts;
}
