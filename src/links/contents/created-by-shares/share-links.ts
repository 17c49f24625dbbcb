/** The short links that share links and share buttons pass on: found, or created for a page that may be shared. */
import type { ChangeAuthor } from '../../../audit/audit-entry.ts';
import type { Channel } from '../../../channels/registry.ts';
import { contentKey } from '../../../urls/content-key.ts';
import { slugLock } from '../../create/existing-state.ts';
import { type CreateDeps, defaultInput, newLink } from '../../create/link-input.ts';
import { checkedUrl } from '../../field-rules.ts';
import type { Link } from '../../link.ts';
import { hostsOf } from '../../link-domain.ts';
import type { Content } from '../content.ts';
import { isOwnLink } from '../content-request.ts';
import { createContent } from '../create-content.ts';
import { newContent } from '../new-content.ts';
import { SHARE_AUTHOR } from './adopt-content.ts';

/** Which short link is wanted; `domain` is as stored: '' is the default one. */
export interface WantedLink {
  channel: Channel;
  domain: string;
}

/** Both throw `host_blocked` for a page on a blocked host. */
export interface ShareLinks {
  /** The content's own link, which is created if it is missing. */
  ofContent(content: Content, wanted: WantedLink): Promise<Link>;
  /** The link of a page without a content, which is created with it. 'full': share links have created too many contents. */
  ofNewPage(url: string, wanted: WantedLink): Promise<{ content: Content; link: Link } | 'full'>;
}

type ShareLinkDeps = Omit<CreateDeps, 'author'>;

const ATTEMPTS = 3;

/** Links for visitors, or for the given author. */
export function createShareLinks(given: ShareLinkDeps, author: ChangeAuthor = SHARE_AUTHOR): ShareLinks {
  const deps: CreateDeps = { ...given, author };
  const { store } = deps;

  const ofContent: ShareLinks['ofContent'] = async (content, { channel, domain }) => {
    const { url } = content;
    const texts = { title: null, description: null, image: null, externalId: null, campaign: '' };
    const created = await createContent(deps, {
      ...{
        ...texts,
        url,
        tags: [],
        utm: null,
        shareCodes: content.shareCodes,
        slug: null,
        channels: [channel],
      },
      domain: domain === '' ? null : domain,
    });
    const own = created.links.find(
      (link) => link.channel === channel && isOwnLink({ known: created.content, domain, url }, link),
    );
    if (!own) throw new Error('A content has no link of the channel that it was given');
    return own;
  };

  const ofNewPage: ShareLinks['ofNewPage'] = async (given, wanted) => {
    const url = checkedUrl(await hostsOf(deps), '?u', given);
    const content = newContent(deps, { url, key: contentKey(url), origin: 'share' });
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const link = newLink(deps, defaultInput({ ...wanted, url, slug: null }));
      const group = { content, links: [link], reuse: false, attach: null, newestLink: null };
      const [inserted] = await store.links.insertGroups([{ ...group, lockKeys: [slugLock(link)], author }]);
      const [own] = inserted?.links ?? [];
      if (inserted && own) return { content: inserted.content, link: own };
      // Another request may have created it in the same moment.
      const known = await store.contents.byKey(content.key);
      if (known) return { content: known, link: await ofContent(known, wanted) };
    }
    return 'full';
  };

  return { ofContent, ofNewPage };
}
