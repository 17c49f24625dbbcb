/** Period and filters. They are in the address, and each active one is shown as a chip that removes it. */
import { Icon } from '../frame/icons.tsx';
import type { View } from '../frame/view.ts';
import { FilterPopover } from '../parts/filter-popover.tsx';
import { Kept } from '../parts/kept.tsx';
import { channelLabel, isChannel } from '../parts/name-texts.ts';
import { type Period, PRESETS } from '../period.ts';

/** The filters of the overview by their name in the address, which is that of the API. */
export const FILTERS = ['channel', 'campaign', 'tag', 'mark'] as const;
export type FilterName = (typeof FILTERS)[number];
export type Filters = Partial<Record<FilterName, string>>;

const MAX_FILTER = 300;

export function readFilters(query: URLSearchParams): Filters {
  const given = FILTERS.flatMap((name) => {
    const value = query.get(name)?.trim().slice(0, MAX_FILTER) ?? '';
    if (value === '' || (name === 'channel' && !isChannel(value))) return [];
    return [[name, value] as const];
  });
  return Object.fromEntries(given);
}

interface ControlsOf {
  view: View;
  period: Period;
  filters: Filters;
}

/** `mayShare`: whether the member may give out addresses of reports. */
type BarOf = ControlsOf & { mayShare: boolean };

export function Controls({ view, period, filters, mayShare }: BarOf) {
  const { words, format, here, to } = view;
  return (
    <div class="controls">
      <nav aria-label={words.period.label}>
        <ul class="seg">
          {PRESETS.map((preset) => (
            <li>
              <a
                href={here({ period: preset, from: null, to: null })}
                aria-current={preset === period.preset ? 'true' : undefined}
              >
                {words.period[preset]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <Dates view={view} period={period} filters={filters} />
      <span class="muted range">{format.days(period.from, period.to)}</span>
      <span class="row tail">
        <a class="btn quiet" href={to('/app/weekly')}>
          {words.nav.weekly}
        </a>
        {mayShare ? (
          <a class="btn quiet" href={to('/app/reports', { ...periodQuery(period), ...filters })}>
            <Icon name="share" />
            {words.nav.share}
          </a>
        ) : null}
        <FilterForm view={view} period={period} filters={filters} />
      </span>
      <Chips view={view} filters={filters} />
    </div>
  );
}

function Dates({ view, period, filters }: ControlsOf) {
  const { words } = view;
  return (
    <details class="pop dates">
      <summary class="btn quiet">{words.period.dates}</summary>
      <div>
        <form method="get" class="form">
          <Kept view={view} values={filters} />
          {(['from', 'to'] as const).map((name) => (
            <div class="field">
              <label for={`p-${name}`}>{words.period[name]}</label>
              <input type="date" id={`p-${name}`} name={name} value={period[name]} required />
            </div>
          ))}
          <button class="btn primary" type="submit">
            {words.period.show}
          </button>
        </form>
      </div>
    </details>
  );
}

const periodQuery = ({ preset, from, to }: Period) =>
  preset === null ? { from, to } : { period: preset === '30d' ? null : preset };

function FilterForm({ view, period, filters }: ControlsOf) {
  const { filter } = view.words;
  const texts = { campaign: filter.campaign, tag: filter.tag, mark: filter.placement };
  return (
    <FilterPopover view={view} channel={filters.channel} kept={periodQuery(period)}>
      {(['campaign', 'tag', 'mark'] as const).map((name) => (
        <div class="field">
          <label for={`f-${name}`}>{texts[name]}</label>
          <input
            type="text"
            id={`f-${name}`}
            name={name}
            value={filters[name] ?? ''}
            maxlength={MAX_FILTER}
          />
        </div>
      ))}
    </FilterPopover>
  );
}

function Chips({ view, filters }: { view: View; filters: Filters }) {
  const { words, language, here } = view;
  const active = Object.entries(filters);
  if (active.length === 0) return null;
  return (
    <ul class="row chips">
      {active.map(([name, value]) => {
        const text = isChannel(value) && name === 'channel' ? channelLabel(value, language) : value;
        return (
          <li>
            <a class="chip" href={here({ [name]: null })} aria-label={words.filter.remove(text)}>
              <bdi>{text}</bdi>
              <Icon name="close" />
            </a>
          </li>
        );
      })}
    </ul>
  );
}
