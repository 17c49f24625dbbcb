import type { Child } from 'hono/jsx';
import { Icon, type IconName } from '../frame/icons.tsx';
import type { View } from '../frame/view.ts';
import { soFarOf } from '../overview/answer.tsx';
import { Channels } from '../overview/channels.tsx';
import { CrossedChannels } from '../overview/crossed.tsx';
import { NotCounted } from '../overview/not-counted.tsx';
import { Readers } from '../overview/readers.tsx';
import { WhereSeen } from '../overview/seen.tsx';
import { channelLabel, isChannel, shortAddress } from '../parts/name-texts.ts';
import { Address, Title } from '../parts/names.tsx';
import { dayOfInstant, shiftDay } from '../period.ts';
import { Sharing } from '../sharing/sharing.tsx';
import { Life } from './life.tsx';
import { Links } from './links.tsx';
import { Mix } from './mix.tsx';
import { Placements } from './placements.tsx';
import type { ContentView } from './read-content.ts';

interface ContentPageOf {
  view: View;
  content: ContentView;
  publicUrl: string;
  mayEdit: boolean;
  /** What the action before has done. */
  notice: Child;
}

export function ContentPage({ view, content, publicUrl, mayEdit, notice }: ContentPageOf) {
  const { words, to } = view;
  const { period, series, sightings, scope, readers } = content;
  const { title, url, id } = content.content;
  const now = series.sum(period);
  const turnedAway = content.links.reduce((sum, { totals }) => sum + totals.turnedAway, 0);
  return (
    <div class="wrap">
      {notice}
      <div class="controls">
        <p class="crumb">
          <a href={to('/app/contents')}>{words.contents.back}</a>
        </p>
        <Actions view={view} id={id} url={url} mayEdit={mayEdit} />
      </div>
      <div class="answer ct" id={id}>
        <h1>
          <Title title={title} url={url} />
        </h1>
        <Facts view={view} content={content} />
        <p class="say small">{sentenceOf(view, content)}</p>
      </div>
      <Links view={view} content={content} publicUrl={publicUrl} />
      <Life view={view} content={{ ...content, links: content.links.map(({ link }) => link) }} />
      <Sharing
        view={view}
        reach={content.reach}
        shared={content.shared}
        clicks={now.clicks}
        sightings={sightingsIn(sightings)}
      />
      <Channels view={view} period={period} series={series} sightings={sightings} isCompared={false} />
      <Mix view={view} life={content} />
      <CrossedChannels view={view} period={period} scope={scope} sightings={sightings} />
      <WhereSeen view={view} period={period} sightings={sightings} />
      <Placements
        view={view}
        rows={content.placements}
        links={content.links.map(({ link }) => link)}
        publicUrl={publicUrl}
      />
      <Readers view={view} readers={readers} whole={now.clicks} hasPlacements={false} />
      <NotCounted
        view={view}
        counts={now}
        turnedAway={turnedAway}
        hrefOf={(kind) => to('/app/live', { contentId: id, kind })}
      />
    </div>
  );
}

const sightingsIn = ({ apps }: ContentView['sightings']) =>
  apps.reduce((sum, { sightings }) => sum + sightings, 0);

interface ActionsOf {
  view: View;
  id: string;
  url: string;
  mayEdit: boolean;
}

/** What can be done with a content, or opened of it. */
function Actions({ view: { words, to }, id, url, mayEdit }: ActionsOf) {
  const page = `/app/contents/${id}`;
  const actions: [path: string, icon: IconName, text: string][] = [
    [to('/app/live', { contentId: id }), 'live', words.contents.watchLive],
    [to(`${page}/qr`), 'qr', words.qr.title],
    [to(`${page}/share-buttons`), 'share', words.sharing.buttons.link],
  ];
  const changes: typeof actions = [
    [to('/app/reports', { contentId: id }), 'open', words.nav.report],
    [to(`${page}/edit`), 'edit', words.contents.edit],
    [to('/app/new', { url }), 'plus', words.contents.addChannels],
  ];
  return (
    <span class="row tail">
      {[...actions, ...(mayEdit ? changes : [])].map(([path, icon, text]) => (
        <a class="btn quiet" href={path}>
          <Icon name={icon} />
          {text}
        </a>
      ))}
    </span>
  );
}

function sentenceOf(view: View, content: ContentView): Child {
  const { words, format, language, zone } = view;
  const { series, period, spreading } = content;
  const clicks = series.sum(period).clicks;
  const today = soFarOf(content);
  if (clicks === 0) return today.whole > 0 ? words.answer.today(today, format) : words.contents.nobody;
  const made = dayOfInstant(content.content.createdAt, zone);
  const first = series.sum({ from: made, to: shiftDay(made, 6) }).clicks;
  const facts = {
    clicks,
    days: period.length,
    today: today.whole,
    privates: { part: series.byKind(period).private, whole: clicks },
    firstWeek: { part: first, whole: clicks },
    spreading: spreading && {
      since: spreading.since,
      factor: spreading.usual < 1 ? null : Math.floor(spreading.clicks / spreading.usual),
      wasQuiet: spreading.wasSteady,
      channel: isChannel(spreading.channel) ? channelLabel(spreading.channel, language) : null,
      part: { part: spreading.channelClicks, whole: spreading.clicks },
    },
  };
  return words.answer.ofContent(facts, format);
}

function Facts({ view, content }: { view: View; content: ContentView }) {
  const { words, to } = view;
  const { url, tags, campaign, externalId, archived } = content.content;
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
      {tags.length > 0 ? (
        <div>
          <dt>{words.contents.tags}</dt>
          <dd class="tags">
            {tags.map((tag) => (
              <a class="tag" href={to('/app/contents', { tag })}>
                <bdi>{tag}</bdi>
              </a>
            ))}
          </dd>
        </div>
      ) : null}
      <div>
        <dt>{words.contents.campaign}</dt>
        <dd>
          <bdi>{campaign === '' ? words.contents.none : campaign}</bdi>
        </dd>
      </div>
      {archived ? (
        <div>
          <dt>{words.contents.link.state}</dt>
          <dd>{words.contents.links.archived}</dd>
        </div>
      ) : null}
      {externalId === null ? null : (
        <div>
          <dt>{words.contents.reference}</dt>
          <dd>
            <bdi>{externalId}</bdi>
          </dd>
        </div>
      )}
    </dl>
  );
}
