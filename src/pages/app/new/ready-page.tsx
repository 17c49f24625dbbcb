/** The links that are ready: each whole, to copy, share and scan. */
import type { Content } from '../../../links/contents/content.ts';
import type { Link } from '../../../links/link.ts';
import { shortUrl } from '../../../urls/short-url.ts';
import { LinkActions } from '../contents/links.tsx';
import { Icon } from '../frame/icons.tsx';
import type { View } from '../frame/view.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { ChannelName, channelLabel, shortAddress, Title } from '../parts/names.tsx';
import { ShortLink } from '../parts/short-link.tsx';

interface ReadyPageOf {
  view: View;
  content: Content;
  links: Link[];
  publicUrl: string;
}

export function ReadyPage({ view, content, links, publicUrl }: ReadyPageOf) {
  const { words, format, language, to } = view;
  const { make } = words;
  const rows = links.map((link) => ({ link, url: shortUrl(publicUrl, link) }));
  const named = rows.map(({ link, url }) => [channelLabel(link.channel, language), url] as const);
  const table = named.map(([name, url]) => `${name}\t${url}`).join('\n');
  const markdown = named.map(([name, url]) => `- [${name}](${url})`).join('\n');
  return (
    <div class="wrap">
      <div class="answer">
        <h1>{make.ready(links.length, format)}</h1>
        <p class="sample">{make.readyNote}</p>
      </div>
      <section class="sec strong" aria-labelledby="r-h">
        <header>
          <h2 id="r-h">
            <Title title={content.title} url={content.url} />
          </h2>
          <p class="path">
            <bdi>{shortAddress(content.url)}</bdi>
          </p>
          <a class="more" href={to(`/app/contents/${content.id}`)}>
            {make.seeContent}
          </a>
        </header>
        <div class="body">
          <ul class="results tn">
            {rows.map(({ link, url }) => (
              <li>
                <ChannelName view={view} channel={link.channel} />
                <ShortLink url={url} />
                <LinkActions view={view} link={link} title={content.title} url={url} />
              </li>
            ))}
          </ul>
          <p class="row ready">
            <CopyButton view={view} text={table} label={make.copyTable} isNamed isPrimary />
            <CopyButton view={view} text={markdown} label={make.copyMarkdown} isNamed />
            <a class="btn quiet" href={to('/app/new')}>
              <Icon name="plus" />
              {make.another}
            </a>
          </p>
          <p class="note">{make.test}</p>
        </div>
      </section>
    </div>
  );
}
