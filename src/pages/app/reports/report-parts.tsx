/** The sections of a report. */
import type { Child } from 'hono/jsx';
import type { Protected } from '../../../shared-reports/protect.ts';
import { percentOf } from '../charts/scale.ts';
import type { View } from '../frame/view.ts';
import { appName, channelLabel, nameText, shortAddress, titleText } from '../parts/name-texts.ts';
import { ChannelName, Title } from '../parts/names.tsx';
import type { ReportView } from './read-report.ts';
import { REPORT_WORDS } from './words.ts';

interface PartOf {
  view: View;
  shown: ReportView;
}

/** How a published count has changed; null if either is hidden. */
function changeOf({ format, words }: View, now: number, before: number | null | undefined): string | null {
  if (before === null || before === undefined) return null;
  return format.change(now, before) ?? words.table.isNew;
}

const strong = ([before = '', main = '', after = '']: string[], isMainFirst = false): Child =>
  isMainFirst ? (
    <>
      <strong>{before}</strong>
      {main}
    </>
  ) : (
    <>
      {before}
      <strong>{main}</strong>
      {after}
    </>
  );

function spreadingText({ view, shown }: PartOf): Child | null {
  const words = REPORT_WORDS[view.language];
  const { format } = view;
  const [first] = shown.spreading;
  if (!first) return null;
  if (shown.content) return strong(words.again(format.day(first.since)), true);
  const quote = view.language === 'fr' ? ['«\u00a0', '\u00a0»'] : ['“', '”'];
  const titles = shown.spreading.slice(0, 3).map(({ title, url }) => {
    const name = title === null || title.trim() === '' ? shortAddress(url) : titleText(title);
    return quote.join(name.length > 80 ? `${name.slice(0, 80).toWellFormed()}…` : name);
  });
  const more = shown.spreading.length - titles.length;
  const all = more > 0 ? [...titles, words.moreTitles(more, format)] : titles;
  return strong(words.spreading(format.list(all), all.length, format), true);
}

/** What a reader should know, as sentences. */
export function Findings({ view, shown }: PartOf) {
  const words = REPORT_WORDS[view.language];
  const { format, language } = view;
  const { clicks, before, privates, visitors, crossing } = shown;
  const [top] = shown.channels.shown;
  if (clicks === null) return null;
  const findings: (Child | null)[] = [
    words.clicks(format.number(clicks), changeOf(view, clicks, before)),
    privates === null ? null : strong(words.privates(privates, format)),
    top
      ? strong(
          words.top(
            channelLabel(top.group, language),
            format.number(top.count),
            changeOf(view, top.count, shown.channelsBefore.get(top.group)),
          ),
          true,
        )
      : null,
    spreadingText({ view, shown }),
    crossing === null
      ? null
      : strong(
          words.crossing(
            channelLabel(crossing.channel, language),
            appName(crossing.app, language),
            format.number(crossing.sightings),
          ),
        ),
    visitors === null ? null : strong(words.visitors(format.number(visitors)), true),
  ];
  return (
    <ul class="finds tn">{findings.map((finding) => (finding === null ? null : <li>{finding}</li>))}</ul>
  );
}

interface GroupsOf<Group> {
  view: View;
  groups: Protected<Group>;
  name: (group: Group) => Child;
  /** The whole of which the counts are parts; without it there are no percentages. */
  whole?: number | null;
}

/** Groups with their counts as bars, and what all others have together. */
export function Groups<Group>({ view, groups: { shown, rest }, name, whole = null }: GroupsOf<Group>) {
  const words = REPORT_WORDS[view.language];
  const { format } = view;
  const most = Math.max(1, ...shown.map(({ count }) => count));
  const share = (count: number) =>
    whole === null ? null : (
      <span class="num p">{format.percent({ part: Math.min(count, whole), whole })}</span>
    );
  return (
    <ul class={whole === null ? 'bars partless' : 'bars'}>
      {shown.map(({ group, count }) => (
        <li>
          {name(group)}
          <span class="num">{format.number(count)}</span>
          {share(count)}
          <svg class="track" height="3" aria-hidden="true">
            <rect width={percentOf((count / most) * 100)} height="3" />
          </svg>
        </li>
      ))}
      {rest === null ? null : (
        <li class="rest">
          <span class="muted">{words.rest}</span>
          <span class="num">{format.number(rest)}</span>
          {share(rest)}
        </li>
      )}
    </ul>
  );
}

const hasAny = <Group,>({ shown, rest }: Protected<Group>) => shown.length > 0 || rest !== null;

function Column({ head, children }: { head: string; children: Child }) {
  return (
    <section>
      <h2>{head}</h2>
      {children}
    </section>
  );
}

/** The groups of a report side by side; those without anything to show are absent. */
export function Columns({ view, shown }: PartOf) {
  const words = REPORT_WORDS[view.language];
  const { language, format } = view;
  const { clicks, channels, contents, apps, countries, devices } = shown;
  const deviceNames: Record<string, string> = view.words.readers.device;
  const { unknown } = view.words.readers;
  return (
    <div class="report-cols tn">
      {hasAny(channels) ? (
        <Column head={words.channels}>
          <Groups
            view={view}
            groups={channels}
            whole={clicks}
            name={(channel) => <ChannelName view={view} channel={channel} />}
          />
        </Column>
      ) : null}
      {hasAny(contents) ? (
        <Column head={words.contents}>
          <Groups
            view={view}
            groups={contents}
            whole={clicks}
            name={({ title, url }) => (
              <span class="clip" title={nameText(title, url)}>
                <Title title={title} url={url} />
              </span>
            )}
          />
        </Column>
      ) : null}
      {hasAny(countries) ? (
        <Column head={words.countries}>
          <Groups
            view={view}
            groups={countries}
            whole={clicks}
            name={(code) => <span>{code === null ? unknown : format.country(code)}</span>}
          />
        </Column>
      ) : null}
      {hasAny(devices) ? (
        <Column head={words.devices}>
          <Groups
            view={view}
            groups={devices}
            whole={clicks}
            name={(device) => <span>{device === null ? unknown : (deviceNames[device] ?? device)}</span>}
          />
        </Column>
      ) : null}
      {hasAny(apps) ? (
        <Column head={words.apps}>
          <Groups view={view} groups={apps} name={(app) => <span>{appName(app, language)}</span>} />
          <p class="note">{words.sighting}</p>
        </Column>
      ) : null}
    </div>
  );
}
