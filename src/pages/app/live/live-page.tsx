import { HIT_KINDS } from '../../../hits/hit.ts';
import type { LogPosition } from '../../../hits/hit-plan.ts';
import { type LiveFilter, type LiveHit, positionText } from '../../../hits/live/live-hit.ts';
import type { Pulse } from '../../../hits/live/pulse.ts';
import type { Content } from '../../../links/contents/content.ts';
import type { AppContext } from '../env.ts';
import { Icon } from '../frame/icons.tsx';
import { showPage, viewFor } from '../frame/show-page.tsx';
import type { View } from '../frame/view.ts';
import { FilterPopover } from '../parts/filter-popover.tsx';
import { channelLabel, shortAddress, titleText } from '../parts/name-texts.ts';
import { Section } from '../parts/section.tsx';
import { HitRow } from './hit-row.tsx';
import { LastHour, LiveAnswer } from './pulse.tsx';
import { LIVE_WORDS } from './words.ts';

/** The page shows no more rows, however long it is open. */
export const MOST_ROWS = 60;
const MAX_OPTION = 60;

interface LivePageOf {
  view: View;
  filter: LiveFilter;
  hits: LiveHit[];
  position: LogPosition;
  pulse: Pulse;
  /** The name of the content that the filter names. */
  contentName: string | null;
  /** Whether new requests are sent to the page; it asks for them otherwise. */
  isStreamed: boolean;
}

type Read = Omit<LivePageOf, 'view' | 'contentName'> & { content: Content | undefined };

/** Answers the page. */
export function livePage(c: AppContext, { content, ...read }: Read) {
  const view = viewFor(c);
  const contentName = content === undefined ? null : nameOf(content.title, content.url);
  const { title } = LIVE_WORDS[view.language];
  return showPage(c, { view, title, place: 'live' }, <LivePage {...{ view, contentName, ...read }} />);
}

function LivePage(page: LivePageOf) {
  const { view, pulse } = page;
  const words = LIVE_WORDS[view.language];
  return (
    <div class="wrap">
      <div class="answer">
        <div id="live-answer">
          <LiveAnswer view={view} pulse={pulse} />
        </div>
        <p class="sample">{words.lead}</p>
      </div>
      <LastHour view={view} pulse={pulse} />
      <Requests {...page} />
    </div>
  );
}

function Requests(page: LivePageOf) {
  const { view, filter, hits, position, isStreamed } = page;
  const words = LIVE_WORDS[view.language];
  const { heads } = words;
  const asked = { kind: filter.kinds.join(','), channel: filter.channel, contentId: filter.contentId };
  const more = (
    <>
      <noscript>
        <p class="note">{words.noScript}</p>
      </noscript>
      <a class="more" href="/docs">
        {view.words.nav.howWeCount}
      </a>
    </>
  );
  return (
    <Section id="log" head={words.requests} notes={[words.note]} more={more}>
      <div
        data-live={view.to('/app/live/stream', asked)}
        data-poll={view.to('/app/live/news', asked)}
        data-streams={isStreamed ? '' : undefined}
        data-after={positionText(position)}
        data-most={MOST_ROWS}
        data-words={JSON.stringify({
          pause: words.pause,
          resume: words.resume,
          more: words.more,
          arrived: words.arrived,
          cut: words.cut,
          lost: words.lost,
          ended: words.ended,
        })}
      >
        <Bar {...page} />
        <p class="status" id="live-status" hidden />
        <button class="btn fresh" type="button" id="live-more" hidden />
        <table role="table" class="log fold tn">
          <thead role="rowgroup">
            <tr role="row">
              {[heads.time, heads.kind, heads.link, heads.where, heads.why].map((head) => (
                <th role="columnheader" scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {hits.map((hit) => (
              <HitRow view={view} hit={hit} />
            ))}
          </tbody>
        </table>
        <p class="note" id="live-none" hidden={hits.length > 0}>
          {isFiltered(filter) ? words.noMatch : words.none}
        </p>
      </div>
    </Section>
  );
}

const isFiltered = ({ kinds, channel, contentId }: LiveFilter) =>
  kinds.length > 0 || channel !== null || contentId !== null;

/** The kinds, the filter, what is filtered, and the button that stops the list. */
function Bar(page: LivePageOf) {
  const { view, filter } = page;
  const words = LIVE_WORDS[view.language];
  const kind = filter.kinds.length === 1 ? filter.kinds[0] : undefined;
  const entry = (name: (typeof HIT_KINDS)[number] | null, text: string) => (
    <li>
      <a
        href={view.here({ kind: name })}
        aria-current={(name ?? undefined) === kind && filter.kinds.length < 2 ? 'true' : undefined}
      >
        {text}
      </a>
    </li>
  );
  return (
    <>
      <div class="listhead">
        <nav aria-label={words.heads.kind} class="kindnav">
          <ul class="seg">
            {entry(null, words.everything)}
            {HIT_KINDS.map((name) => entry(name, words.kinds[name]))}
          </ul>
        </nav>
        <span class="row">
          <FilterForm {...page} />
          <button class="btn" type="button" id="live-pause" aria-pressed="false" hidden>
            <Icon name="pause" />
            <span>{words.pause}</span>
          </button>
        </span>
      </div>
      <Chips {...page} />
    </>
  );
}

/** The contents to choose from are those of the requests on the page, and the one that is chosen. */
function FilterForm({ view, filter, hits, contentName }: LivePageOf) {
  const { words, language } = view;
  const names = new Map(hits.map(({ contentId, title, url }) => [contentId, nameOf(title, url)]));
  if (filter.contentId !== null && contentName !== null) names.set(filter.contentId, contentName);
  return (
    <FilterPopover view={view} channel={filter.channel} kept={{ kind: filter.kinds.join(',') }}>
      <div class="field">
        <label for="f-content">{LIVE_WORDS[language].page}</label>
        <select id="f-content" name="contentId">
          <option value="">{words.filter.any}</option>
          {[...names].map(([id, name]) => (
            <option value={id} selected={id === filter.contentId}>
              {name.length > MAX_OPTION ? `${name.slice(0, MAX_OPTION).toWellFormed()}…` : name}
            </option>
          ))}
        </select>
      </div>
    </FilterPopover>
  );
}

const nameOf = (title: string | null, url: string): string =>
  title === null || title.trim() === '' ? shortAddress(url) : titleText(title);

function Chips({ view, filter, contentName }: LivePageOf) {
  const { words, language, here } = view;
  const active = [
    ...(filter.channel === null ? [] : [['channel', channelLabel(filter.channel, language)] as const]),
    ...(filter.contentId === null ? [] : [['contentId', contentName ?? filter.contentId] as const]),
  ];
  if (active.length === 0) return null;
  return (
    <ul class="row chips active">
      {active.map(([name, text]) => (
        <li>
          <a class="chip" href={here({ [name]: null })} aria-label={words.filter.remove(text)}>
            <bdi>{text}</bdi>
            <Icon name="close" />
          </a>
        </li>
      ))}
    </ul>
  );
}
