/** The rows of the lists of content and of links. */
import { CHANNEL_NAMES } from '../../../channels/registry.ts';
import { shortUrl } from '../../../urls/short-url.ts';
import { Strip } from '../charts/strip.tsx';
import { CONFIRM_WORDS } from '../confirm/words.ts';
import { stateOf } from '../contents/links.tsx';
import { QrPopover } from '../contents/qr-popover.tsx';
import type { View } from '../frame/view.ts';
import { Change, changeText, partText, Split } from '../parts/figures.tsx';
import { channelLabel, isChannel, kindOf, shortAddress, titleText } from '../parts/name-texts.ts';
import { ChannelName, ListAddress, ListTitle, Tick } from '../parts/names.tsx';
import { ShortLink } from '../parts/short-link.tsx';
import type { ContentItem, Figures, LinkItem } from './read-lists.ts';

const HEIGHT = 24;
/** Ends a text that others follow, so that no line begins with it. */
const DOT = '\u00a0·';

/** `bars` are the row's clicks per day; `most` is the largest of the page. */
export interface RowOf<Item> {
  view: View;
  row: Figures & { item: Item };
  bars: number[];
  most: number;
  /** Whether the member may change rows, and so tick them. */
  mayTick: boolean;
  /** Whether the change is a difference in clicks, by which the list is sorted. */
  isDifference: boolean;
}

/** The form that the boxes of the rows belong to. */
export const BULK_FORM = 'bulk';

/** The box with which a row is ticked. */
function Tickbox({ view, id, name }: { view: View; id: string; name: string }) {
  const { bulk } = CONFIRM_WORDS[view.language];
  return (
    <td role="cell" class="tk">
      <label>
        <input type="checkbox" name="ids" value={id} form={BULK_FORM} aria-label={bulk.tick(name)} />
      </label>
    </td>
  );
}

const ListChange = ({ view, row, isDifference }: Pick<RowOf<unknown>, 'view' | 'row' | 'isDifference'>) =>
  isDifference ? (
    <span>{view.format.signed(row.clicks - row.before)}</span>
  ) : (
    <Change view={view} now={row.clicks} before={row.before} />
  );

function Life({ view, bars, most }: { view: View; bars: number[]; most: number }) {
  return (
    <td role="cell" class="wide sp">
      <Strip
        counts={bars}
        most={most}
        height={HEIGHT}
        lowest={26}
        label={view.words.content.overTime}
        fill="private"
      />
    </td>
  );
}

const lastClick = ({ words, format, now }: View, at: number | null) =>
  at === null ? words.contents.links.never : format.ago(at, now);

export function contentRow({ view, row, bars, most, mayTick, isDifference }: RowOf<ContentItem>) {
  const { words, format, language, to } = view;
  const { clicks, before, channels, lastClickAt } = row;
  const { content, links, isSpreading } = row.item;
  const own = CHANNEL_NAMES.filter((name) => links.some(({ channel }) => channel === name));
  const privates = channels.filter(({ channel }) => isChannel(channel) && kindOf(channel) === 'private');
  const title = content.title === null ? shortAddress(content.url) : titleText(content.title);
  const part = { part: privates.reduce((sum, each) => sum + each.clicks, 0), whole: clicks };
  return (
    <tr role="row">
      {mayTick ? <Tickbox view={view} id={content.id} name={title} /> : null}
      <th role="rowheader" scope="row">
        <ListTitle href={to(`/app/contents/${content.id}`)} title={content.title} url={content.url} />
        {isSpreading ? (
          <>
            {' '}
            <span class="marker sm">{words.contents.life.spreading}</span>
          </>
        ) : null}
        <span class="path">
          {content.title === null ? null : (
            <ListAddress url={content.url} end={content.archived ? DOT : <span class="also">{DOT}</span>} />
          )}{' '}
          {content.archived ? words.contents.links.archived : ''}
          <span class="also">
            {content.archived ? `${DOT} ` : ''}
            <a href={to(`/app/contents/${content.id}/qr`)}>{words.qr.title}</a>
          </span>
        </span>
      </th>
      <td role="cell" class="wide ml">
        <span
          class="minis"
          role="img"
          aria-label={format.list(own.map((name) => channelLabel(name, language)))}
        >
          {own.map((channel) => (
            <Tick channel={channel} />
          ))}
        </span>{' '}
        <span class="muted">{format.number(links.length)}</span>
      </td>
      <Life view={view} bars={bars} most={most} />
      <td role="cell" class="n big">
        {format.number(clicks)}
      </td>
      <td role="cell" class="n aux-d">
        <ListChange view={view} row={row} isDifference={isDifference} />
      </td>
      <td role="cell" class="n aux-d">
        {clicks === 0 ? null : <Split view={view} part={part} />}
      </td>
      <td role="cell" class="n aux-d muted">
        {lastClick(view, lastClickAt)}
      </td>
      <td role="cell" class="auxrow">
        <b>{isDifference ? format.signed(clicks - before) : changeText(view, clicks, before)}</b>
        {clicks === 0 ? '' : ` · ${words.content.privateShare(partText(view, part))}`} ·{' '}
        {lastClick(view, lastClickAt)}
      </td>
    </tr>
  );
}

export const linkRow =
  (publicUrl: string) =>
  ({ view, row, bars, most, mayTick, isDifference }: RowOf<LinkItem>) => {
    const { format, to } = view;
    const { clicks, before, lastClickAt } = row;
    const { link, content } = row.item;
    const states = stateOf(link, view);
    const url = shortUrl(publicUrl, link);
    return (
      <tr role="row">
        {mayTick ? <Tickbox view={view} id={link.id} name={shortAddress(url)} /> : null}
        <th role="rowheader" scope="row">
          <QrPopover view={view} link={link} isFirst />
          <a class="title" href={to(`/app/links/${link.id}`)}>
            <ShortLink url={url} />
          </a>
          <span class="path">
            <ListTitle
              href={to(`/app/contents/${link.contentId}`)}
              title={content?.title ?? null}
              url={link.url}
              isSecond
            />
            {states.length > 0 ? ` · ${format.list(states)}` : ''}
          </span>
        </th>
        <td role="cell" class="wide ml">
          <ChannelName view={view} channel={link.channel} />
        </td>
        <Life view={view} bars={bars} most={most} />
        <td role="cell" class="n big">
          {format.number(clicks)}
        </td>
        <td role="cell" class="n aux-d">
          <ListChange view={view} row={row} isDifference={isDifference} />
        </td>
        <td role="cell" class="n aux-d muted">
          {lastClick(view, lastClickAt)}
        </td>
        <td role="cell" class="auxrow">
          <b>{isDifference ? format.signed(clicks - before) : changeText(view, clicks, before)}</b> ·{' '}
          {lastClick(view, lastClickAt)}
        </td>
      </tr>
    );
  };
