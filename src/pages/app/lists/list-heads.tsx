/** The heads of the lists of content and of links. */
import type { Child } from 'hono/jsx';
import { CONFIRM_WORDS } from '../confirm/words.ts';
import type { View } from '../frame/view.ts';
import { Definition } from '../parts/definition.tsx';
import { endsYesterday, type Period } from '../period.ts';

export interface HeadsOf {
  view: View;
  period: Period;
  mayTick: boolean;
}

/** The head of the boxes, which ticks all of them once the script runs. */
function TickHead({ view }: { view: View }) {
  const { bulk } = CONFIRM_WORDS[view.language];
  return (
    <th role="columnheader" scope="col" class="tk">
      <label hidden data-tick-all>
        <input type="checkbox" aria-label={bulk.allRows} />
      </label>
    </th>
  );
}

const Head = ({ children, name = '' }: { children: Child; name?: string }) => (
  <th role="columnheader" scope="col" class={name}>
    {children}
  </th>
);

/** The head of the clicks says that those of today are not in them: the last click of a row may be one. */
function ClickHead({ view, period }: { view: View; period: Period }) {
  const { list } = view.words.contents;
  return (
    <Head name="n">
      {endsYesterday(period) ? (
        <>
          <Definition view={view} measure="clicks" more={list.todayIsOut} />
          <span class="sub">{list.withoutToday}</span>
        </>
      ) : (
        <Definition view={view} measure="clicks" />
      )}
    </Head>
  );
}

export const contentHeads = ({ view, period, mayTick }: HeadsOf) => {
  const { content, contents } = view.words;
  return (
    <tr role="row">
      {mayTick ? <TickHead view={view} /> : null}
      <Head>{content.page}</Head>
      <Head>{contents.list.channels}</Head>
      <Head name="sp">{content.overTime}</Head>
      <ClickHead view={view} period={period} />
      <Head name="n">
        <Definition view={view} measure="change" />
      </Head>
      <Head name="n">
        <Definition view={view} measure="privateShare" />
      </Head>
      <Head name="n">{contents.links.lastClick}</Head>
    </tr>
  );
};

export const linkHeads = ({ view, period, mayTick }: HeadsOf) => {
  const { channels, content, contents } = view.words;
  return (
    <tr role="row">
      {mayTick ? <TickHead view={view} /> : null}
      <Head>{contents.links.link}</Head>
      <Head>{channels.channel}</Head>
      <Head name="sp">{content.overTime}</Head>
      <ClickHead view={view} period={period} />
      <Head name="n">
        <Definition view={view} measure="change" />
      </Head>
      <Head name="n">{contents.links.lastClick}</Head>
    </tr>
  );
};
