/** Who clicks: countries, devices and placements, as parts of the clicks. */
import { percentOf } from '../charts/scale.ts';
import type { View } from '../frame/view.ts';
import { DefinedHeading } from '../parts/definition.tsx';
import { Section } from '../parts/section.tsx';
import type { Readers as ReadersFigures } from './read-overview.ts';

const LISTED = 7;

interface Line {
  name: string;
  clicks: number;
}

interface ReadersOf {
  view: View;
  readers: ReadersFigures;
  /** All clicks. */
  whole: number;
  /** Without placements where another section has them. */
  hasPlacements?: boolean;
}

export function Readers({ view, readers, whole, hasPlacements = true }: ReadersOf) {
  const { words, format } = view;
  if (whole === 0) return null;
  const devices: Record<string, string> = words.readers.device;
  const named = (rows: ReadersFigures['countries'], field: string, name: (value: string) => string): Line[] =>
    rows.map((row) => {
      const value = row[field];
      return { name: value === null ? words.readers.unknown : name(String(value)), clicks: row.clicks };
    });
  const marked = readers.placements.filter(({ mark }) => mark !== null && mark !== '');
  const placed = named(marked, 'mark', (mark) => `.${mark}`);
  const without = whole - placed.reduce((sum, { clicks }) => sum + clicks, 0);
  const rest = without > 0 ? { name: words.readers.noPlacement, clicks: without } : null;
  return (
    <Section id="readers" head={words.readers.head} notes={[words.readers.note]}>
      <div class="cols">
        <div>
          <h3>{words.readers.countries}</h3>
          <Lines view={view} lines={named(readers.countries, 'country', format.country)} whole={whole} />
        </div>
        <div>
          <h3>{words.readers.devices}</h3>
          <Lines
            view={view}
            lines={named(readers.devices, 'device', (name) => devices[name] ?? name)}
            whole={whole}
          />
        </div>
        {hasPlacements ? (
          <div>
            <DefinedHeading view={view} measure="placements">
              {words.readers.placements}
            </DefinedHeading>
            <Lines view={view} lines={placed} whole={whole} rest={rest} />
          </div>
        ) : null}
      </div>
    </Section>
  );
}

interface LinesOf {
  view: View;
  lines: Line[];
  whole: number;
  /** Stands below the others, without a bar. */
  rest?: Line | null;
}

function Lines({ view, lines, whole, rest = null }: LinesOf) {
  const { words, format } = view;
  const shown = lines.length === LISTED + 1 ? lines : lines.slice(0, LISTED);
  const others = lines.slice(shown.length);
  const most = Math.max(1, ...shown.map(({ clicks }) => clicks));
  const folded: Line = {
    name: words.readers.others(others.length, format),
    clicks: others.reduce((sum, { clicks }) => sum + clicks, 0),
  };
  const below = [...(others.length > 0 ? [folded] : []), ...(rest ? [rest] : [])];
  return (
    <ul class="bars">
      {shown.map(({ name, clicks }) => (
        <li>
          <bdi>{name}</bdi>
          <span class="num">{format.number(clicks)}</span>
          <span class="num p">{format.percent({ part: clicks, whole })}</span>
          <svg class="track" height="3" aria-hidden="true">
            <rect width={percentOf((clicks / most) * 100)} height="3" />
          </svg>
        </li>
      ))}
      {below.map(({ name, clicks }) => (
        <li class="rest">
          <span class="muted">{name}</span>
          <span class="num">{format.number(clicks)}</span>
          <span class="num p">{format.percent({ part: clicks, whole })}</span>
        </li>
      ))}
    </ul>
  );
}
