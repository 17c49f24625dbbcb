/** The roll: in which app links were seen, on which days. Presence, not counts. */
import { namedYears } from '../charts/axis.tsx';
import { percentOf } from '../charts/scale.ts';
import type { View } from '../frame/view.ts';
import { Definition } from '../parts/definition.tsx';
import { Crossed } from '../parts/figures.tsx';
import { appName, appNote } from '../parts/name-texts.ts';
import { Section } from '../parts/section.tsx';
import { type Days, isMonday, type Period, stepsOf } from '../period.ts';
import { countSightings } from './count-sightings.ts';
import type { Sightings } from './read-overview.ts';

/** The strengths of a cell, as parts of the strongest. */
const WEAK = 0.15;
const MIDDLE = 0.45;
const HEIGHT = 18;
const LABELS = 5;
/** As many have room if some name their year. */
const LABELS_WITH_YEARS = 3;

interface SeenOf {
  view: View;
  period: Period;
  sightings: Sightings;
}

export function WhereSeen({ view, period, sightings }: SeenOf) {
  const { words } = view;
  const steps = stepsOf(period, period.step);
  const note = period.step > 1 ? words.seen.noteByWeek : words.seen.note;
  const apps = sightings.apps.toSorted((a, b) => b.sightings - a.sightings);
  if (apps.length === 0)
    return (
      <Section id="seen" head={words.seen.head}>
        <p class="note">{words.seen.none}</p>
      </Section>
    );
  const cells = new Map(apps.map(({ app }) => [app, cellsOf(sightings, String(app), steps)]));
  const most = Math.max(1, ...[...cells.values()].flat());
  return (
    <Section id="seen" head={words.seen.head} notes={[note]}>
      <table role="table" class="roll fold tn">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">
              {words.crossing.seenIn}
            </th>
            <th role="columnheader" scope="col" class="strip">
              <span class="vh">{words.table.day}</span>
              <DayLabels view={view} steps={steps} />
            </th>
            <th role="columnheader" scope="col" class="n">
              <Definition view={view} measure="sightings" />
            </th>
            <th role="columnheader" scope="col" class="n">
              <Definition view={view} measure="crossed" />
            </th>
            <th role="columnheader" scope="col" class="n">
              {words.seen.links}
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {apps.map((group) => (
            <AppRow
              view={view}
              period={period}
              group={group}
              crossed={countSightings(sightings.crossedApps, ({ app }) => app === group.app)}
              cells={cells.get(group.app) ?? []}
              most={most}
            />
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function cellsOf({ days }: Sightings, app: string, steps: Days[]): number[] {
  const mine = days.filter((group) => group.app === app);
  return steps.map(({ from, to }) =>
    countSightings(mine, ({ day }) => String(day) >= from && String(day) <= to),
  );
}

function DayLabels({ view, steps }: { view: View; steps: Days[] }) {
  const starts = steps.flatMap(({ from, to }, at) => (from !== to || isMonday(from) ? [at] : []));
  const dayAt = (at: number) => steps[at]?.from ?? '';
  const hasYears = namedYears(view, starts.map(dayAt)).includes(true);
  const most = hasYears ? LABELS_WITH_YEARS : LABELS;
  const every = Math.max(1, Math.ceil(starts.length / most));
  const labelled = starts.filter((_, index) => index % every === 0);
  const years = namedYears(view, labelled.map(dayAt));
  return (
    <svg class="ch" height="14" aria-hidden="true">
      {labelled.map((at, index) => (
        <text
          x={percentOf(((at + 0.5) / steps.length) * 100)}
          y="10"
          text-anchor={at === 0 ? 'start' : 'middle'}
        >
          {view.format.day(dayAt(at), years[index] ? 'shortYear' : 'short')}
        </text>
      ))}
    </svg>
  );
}

const strengthOf = (count: number, most: number) => {
  if (count === 0) return 'p0';
  const part = count / most;
  return part <= WEAK ? 'p1' : part <= MIDDLE ? 'p2' : 'p3';
};

interface AppRowOf {
  view: View;
  period: Period;
  group: Sightings['apps'][number];
  crossed: number;
  cells: number[];
  most: number;
}

function AppRow({ view, period, group, crossed, cells, most }: AppRowOf) {
  const { words, format, language } = view;
  const app = String(group.app);
  const note = appNote(app, view);
  const days = words.seen.daysOf(group.days, period.length, format);
  const inWords = [
    days,
    words.crossing.links(group.links, format),
    ...(crossed > 0 ? [words.channels.crossed(crossed, format)] : []),
  ].join(' · ');
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        {appName(app, language)}
        {note === null ? null : <span class="sub">{note}</span>}
      </th>
      <td role="cell" class="strip wide">
        <svg class="ch" height={HEIGHT} role="img" aria-label={`${appName(app, language)}: ${days}`}>
          {cells.map((count, at) => (
            <rect
              class={strengthOf(count, most)}
              x={percentOf((at / cells.length) * 100)}
              width={percentOf((0.9 / cells.length) * 100)}
              y="0"
              height={HEIGHT}
            />
          ))}
        </svg>
      </td>
      <td role="cell" class="n big">
        {format.number(group.sightings)}
      </td>
      <td role="cell" class="n aux-d">
        <Crossed view={view} count={crossed} />
      </td>
      <td role="cell" class="n aux-d">
        {format.number(group.links)}
      </td>
      <td role="cell" class="auxrow">
        {inWords}
      </td>
    </tr>
  );
}
