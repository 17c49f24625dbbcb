/** The sightings behind a figure, with what they show and what they do not. */
import { groupSightings } from '../../../sightings/group-sightings.ts';
import { listSightings, type ShownSighting } from '../../../sightings/list-sightings.ts';
import { describeSighting } from '../../../sightings/texts.ts';
import type { AppContext } from '../env.ts';
import { Icon } from '../frame/icons.tsx';
import { showPage, viewFor } from '../frame/show-page.tsx';
import type { View } from '../frame/view.ts';
import { appName, channelLabel, isChannel } from '../parts/name-texts.ts';
import { ChannelName } from '../parts/names.tsx';
import { ShortLink } from '../parts/short-link.tsx';
import { dayOfInstant, readPeriod, yearOf } from '../period.ts';
import { countSightings } from './count-sightings.ts';
import { placeIn, placeText } from './sightings-place.ts';

const MOST = 100;

export async function sightingsPage(c: AppContext) {
  const view = viewFor(c);
  const { words, format, to } = view;
  const query = new URL(c.req.url).searchParams;
  const { from, to: until } = readPeriod(query, view.now, view.zone);
  const [channel, app, contentId] = ['channel', 'app', 'contentId'].map((name) => query.get(name) ?? '');
  const question = {
    filters: isChannel(channel) ? { channel: [channel] } : {},
    contentIds: contentId ? [contentId] : [],
    linkIds: [],
    apps: app ? [app] : [],
    certainties: [],
    crossed: null,
    from,
    to: until,
  };
  const after = placeIn(query.get('after') ?? '');
  const { deps } = c.var;
  const [{ sightings, next, asOf }, counted] = await Promise.all([
    listSightings(deps, question, { after, limit: MOST }),
    groupSightings(deps, question, { groupBy: ['crossed'] }),
  ]);
  const title = titleOf(view, channel ?? '', app ?? '');
  const frame = { view, title, place: 'overview', asOf: asOf === null ? null : Date.parse(asOf) } as const;
  const back = contentId ? to(`/app/contents/${contentId}`) : to('/app');
  const body = (
    <div class="wrap">
      <div class="controls">
        <p class="crumb">
          <a href={back}>{contentId ? words.nav.content : words.nav.overview}</a>
        </p>
      </div>
      <div class="answer ct">
        <h1>{title}</h1>
        <p class="sample">
          {[format.days(from, until), ...totalIn(view, countSightings(counted.data))].join(' · ')}
        </p>
        {sightings.length === 0 ? null : <p class="sample">{words.sightings.proves}</p>}
      </div>
      {sightings.length > 0 ? (
        <Rows view={view} rows={sightings} />
      ) : (
        <None view={view} isFiltered={[channel, app, contentId].some(Boolean)} />
      )}
      <Pages view={view} isFirst={after === null} next={next === null ? null : placeText(next)} />
    </div>
  );
  return showPage(c, frame, body);
}

function titleOf({ words, language }: View, channel: string, app: string): string {
  const { title, head, headOf } = words.sightings;
  if (app === '') return title;
  const name = appName(app, language);
  return isChannel(channel) ? head(channelLabel(channel, language), name) : headOf(name);
}

/** How many there are on all pages. */
const totalIn = ({ words, format }: View, total: number) =>
  total === 0 ? [] : [words.channels.sightings(total, format)];

interface PagesOf {
  view: View;
  isFirst: boolean;
  /** Where the next page begins. */
  next: string | null;
}

/** To older sightings, and back to the newest. */
function Pages({ view, isFirst, next }: PagesOf) {
  const { words, here } = view;
  if (isFirst && next === null) return null;
  return (
    <nav class="pager" aria-label={words.contents.list.pages}>
      {isFirst ? <span /> : <a href={here({ after: null })}>{words.contents.list.first}</a>}
      {next === null ? null : (
        <a class="btn" href={here({ after: next })} rel="next">
          {words.sightings.older}
          <Icon name="arrow" />
        </a>
      )}
    </nav>
  );
}

function None({ view: { words, here }, isFiltered }: { view: View; isFiltered: boolean }) {
  const { none, all, how } = words.sightings;
  if (!isFiltered)
    return (
      <p class="note">
        {words.seen.none} {how}
      </p>
    );
  return (
    <p class="note">
      {none} <a href={here({ channel: null, app: null, contentId: null })}>{all}</a>
    </p>
  );
}

function Rows({ view, rows }: { view: View; rows: ShownSighting[] }) {
  const { words, format, language, to } = view;
  const thisYear = yearOf(dayOfInstant(view.now, view.zone));
  return (
    <table class="tn statements fold" role="table">
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">
            {words.table.day}
          </th>
          <th scope="col" role="columnheader">
            {words.sightings.link}
          </th>
          <th scope="col" role="columnheader">
            {words.sightings.statement}
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map(({ day, channel, shortUrl, contentId, ...sighting }) => (
          <tr role="row">
            <th scope="row" role="rowheader">
              {format.day(day, yearOf(day) === thisYear ? 'weekday' : 'year')}
            </th>
            <td class="wide" role="cell">
              <ShortLink url={shortUrl} />
              <a class="sub" href={to(`/app/contents/${contentId}`)}>
                <ChannelName view={view} channel={channel} />
              </a>
            </td>
            <td class="note wide" role="cell">
              {describeSighting(sighting, language)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
