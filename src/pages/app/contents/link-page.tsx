/** The page of one link: where it leads, what it has done, and everything that was counted. */
import type { Child } from 'hono/jsx';
import { shortUrl } from '../../../urls/short-url.ts';
import { EDIT_WORDS } from '../edit/words.ts';
import { Icon } from '../frame/icons.tsx';
import type { View } from '../frame/view.ts';
import { soFarOf } from '../overview/answer.tsx';
import { CrossedChannels } from '../overview/crossed.tsx';
import { NotCounted } from '../overview/not-counted.tsx';
import { Readers } from '../overview/readers.tsx';
import { WhereSeen } from '../overview/seen.tsx';
import { channelLabel, shortAddress } from '../parts/name-texts.ts';
import { Address, ChannelName, Title } from '../parts/names.tsx';
import { Section } from '../parts/section.tsx';
import { ShortLink } from '../parts/short-link.tsx';
import { dayOfInstant } from '../period.ts';
import { dateAndTime } from '../words/format.ts';
import { Life } from './life.tsx';
import { LinkActions, stateOf } from './links.tsx';
import { Placements } from './placements.tsx';
import type { LinkView } from './read-content.ts';

interface LinkPageOf {
  view: View;
  shown: LinkView;
  publicUrl: string;
  mayEdit: boolean;
  /** What the action before has done. */
  notice: Child;
}

export function LinkPage({ view, shown, publicUrl, mayEdit, notice }: LinkPageOf) {
  const { words, format, to, now, language } = view;
  const { link, content, totals, period, series, sightings, scope, readers, placements } = shown;
  const counts = series.sum(period);
  const url = shortUrl(publicUrl, link);
  const title = link.title ?? content?.title ?? null;
  const clicked = { clicks: counts.clicks, today: soFarOf(shown).whole, days: period.length };
  const last = totals.lastClickAt === null ? '' : format.ago(totals.lastClickAt, now, true);
  return (
    <div class="wrap">
      {notice}
      <div class="controls">
        <p class="crumb">
          <a href={to(`/app/contents/${link.contentId}`)}>
            <Title title={content?.title ?? null} url={content?.url ?? link.url} />
          </a>
        </p>
        {mayEdit ? (
          <span class="row tail">
            <a class="btn quiet" href={to(`/app/links/${link.id}/edit`)}>
              <Icon name="edit" />
              {words.contents.edit}
            </a>
          </span>
        ) : null}
      </div>
      <div class="answer ct" id={link.id}>
        <p class="over">
          <ChannelName view={view} channel={link.channel} />
        </p>
        <h1 class="linkhead" aria-label={words.contents.link.of(channelLabel(link.channel, language))}>
          <ShortLink url={url} />
        </h1>
        <Facts view={view} shown={shown} />
        <LinkActions view={view} link={link} title={title} url={url} />
        <p class="say small">{words.contents.link.clicked({ ...clicked, last }, format)}</p>
      </div>
      <Life view={view} content={{ ...shown, links: [link], spreading: null }} isFirst />
      <CrossedChannels view={view} period={period} scope={scope} sightings={sightings} />
      <WhereSeen view={view} period={period} sightings={sightings} />
      <Placements view={view} rows={placements} links={[link]} publicUrl={publicUrl} />
      <Readers view={view} readers={readers} whole={counts.clicks} hasPlacements={false} />
      <NotCounted view={view} counts={counts} turnedAway={totals.turnedAway} />
      <History view={view} shown={shown} />
    </div>
  );
}

/** What is set for this link; what is not set is left out. */
function factsOf(view: View, { link, content }: LinkView): [name: string, value: Child][] {
  const { words, format, language, zone } = view;
  const { contents } = words;
  // These may be years away.
  const time = (at: number | null) => (at === null ? null : dateAndTime(language, zone, at));
  const states = stateOf(link, view);
  const campaign = link.campaign || (content?.campaign ?? '');
  const { link: means } = EDIT_WORDS[language];
  const facts: [string, Child | null][] = [
    [contents.link.state, states.length === 0 ? null : format.list(states)],
    [contents.link.opens, time(link.startsAt)],
    [contents.link.expires, time(link.expiresAt)],
    [contents.link.limit, link.maxClicks === null ? null : contents.link.clicks(link.maxClicks, format)],
    [contents.link.afterwards, link.expiredUrl === null ? null : <bdi>{shortAddress(link.expiredUrl)}</bdi>],
    [contents.link.redirect, link.statusCode === 302 ? null : means.codes[link.statusCode]],
    [contents.tags, link.tags.length === 0 ? null : <bdi>{link.tags.join(', ')}</bdi>],
    [contents.campaign, campaign === '' ? null : <bdi>{campaign}</bdi>],
    [contents.reference, link.externalId === null ? null : <bdi>{link.externalId}</bdi>],
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
}

function Facts({ view, shown }: { view: View; shown: LinkView }) {
  const { words } = view;
  const { url } = shown.link;
  return (
    <dl class="facts">
      <div>
        <dt>{words.contents.leadsTo}</dt>
        <dd>
          <a href={url} rel="noreferrer">
            <bdi>
              <Address text={shortAddress(url)} />
            </bdi>
          </a>
        </dd>
      </div>
      {factsOf(view, shown).map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function History({ view, shown: { former } }: { view: View; shown: LinkView }) {
  const { words, format, zone } = view;
  const texts = words.contents.link;
  if (former.length === 0) return null;
  return (
    <Section id="history" head={texts.history} notes={[texts.historyNote]}>
      <ul class="former tn">
        {former.toReversed().map(({ url, until }) => (
          <li>
            <bdi>{url}</bdi>{' '}
            <span class="muted">
              {texts.until} {format.day(dayOfInstant(until, zone), 'year')}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
