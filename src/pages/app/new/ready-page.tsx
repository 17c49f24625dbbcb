/** The links that are ready: each whole, to copy, share and scan. */
import type { Content } from '../../../links/contents/content.ts';
import type { Link } from '../../../links/link.ts';
import { LinkActions, shareAddress } from '../contents/links.tsx';
import { Icon } from '../frame/icons.tsx';
import type { View } from '../frame/view.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { shortAddress, titleText } from '../parts/name-texts.ts';
import { Address, ChannelName, Title } from '../parts/names.tsx';
import { ShortLink } from '../parts/short-link.tsx';
import { asMarkdown, asTable, asText, type NamedLink, namedLinks } from './link-texts.ts';

interface ReadyPageOf {
  view: View;
  content: Content;
  links: Link[];
  publicUrl: string;
}

export function ReadyPage({ view, content, links, publicUrl }: ReadyPageOf) {
  const { words, format, to } = view;
  const { make } = words;
  const named = namedLinks(links, publicUrl, view);
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
            <bdi>
              <Address text={shortAddress(content.url)} />
            </bdi>
          </p>
          <a class="more" href={to(`/app/contents/${content.id}`)}>
            {make.seeContent}
          </a>
        </header>
        <div class="body">
          <ul class="results tn">
            {named.map(({ link, url }) => (
              <li>
                <ChannelName view={view} channel={link.channel} />
                <ShortLink url={url} />
                <span class="row acts">
                  <NativeShare view={view} content={content} link={link} url={url} />
                  <LinkActions view={view} link={link} title={content.title} url={url} />
                </span>
              </li>
            ))}
          </ul>
          <CopyAll view={view} content={content} named={named} />
          <p class="note">{make.test}</p>
        </div>
      </section>
    </div>
  );
}

/** The phone's own share menu, for links whose app has no address that opens it. */
function NativeShare({
  view,
  content,
  link,
  url,
}: {
  view: View;
  content: Content;
  link: Link;
  url: string;
}) {
  if (shareAddress(link, content.title, url) !== null) return null;
  const { make } = view.words;
  const title = content.title === null ? '' : titleText(content.title);
  return (
    <button class="btn" type="button" hidden data-share={url} data-title={title}>
      <Icon name="share" />
      {make.share}
    </button>
  );
}

function CopyAll({ view, content, named }: { view: View; content: Content; named: NamedLink[] }) {
  const { words, to } = view;
  const { make } = words;
  const text = asText(named, view);
  return (
    <>
      <p class="row ready">
        <CopyButton view={view} text={asTable(named)} label={make.copyTable} isNamed isPrimary />
        <CopyButton view={view} text={text} label={make.copyText} isNamed />
        <CopyButton view={view} text={asMarkdown(named)} label={make.copyMarkdown} isNamed />
        <a class="btn" href={to(`/app/new/${content.id}/links.csv`)} download>
          <Icon name="download" />
          {make.csv}
        </a>
        <a class="btn quiet" href={to('/app/new')}>
          <Icon name="plus" />
          {make.another}
        </a>
      </p>
      <details class="more-opts">
        <summary>{make.asText}</summary>
        <pre class="u-all all-text" tabindex={0}>
          {text}
        </pre>
      </details>
    </>
  );
}
