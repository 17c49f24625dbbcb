/** Made for → seen in: straight lines stayed in their app, curved ones crossed. The list and the table next to it are its text. */
import { curveBumpX, line } from 'd3-shape';
import type { Child } from 'hono/jsx';
import { px } from './scale.ts';

/** The height of a row in pixels; the script of styles has the same. */
export const ROW = 44;
const WIDEST = 20;
const THINNEST = 1.25;
const GAP = 1.25;

export interface FlowLink {
  /** The rows it joins. */
  from: number;
  to: number;
  count: number;
  /** The class with the channel's colour. */
  colour: string;
  /** Stayed in its app, crossed, or could not cross because its channel accepts any app. */
  kind: 'stay' | 'over' | 'open';
}

interface FlowOf {
  left: Child[];
  right: Child[];
  heads: [left: string, right: string];
  links: FlowLink[];
}

const middleOf = (row: number) => row * ROW + ROW / 2;

interface Strand extends FlowLink {
  width: number;
}

/**
 * Where each crossing strand leaves or arrives: around the middle line of its row, those that go up above it, the others
 * below, in the order of where they go, so that strands of one row do not lie on each other.
 */
function placesOf(strands: Strand[], stays: Map<number, number>, here: 'from' | 'to', there: 'from' | 'to') {
  const places = new Map<Strand, number>();
  for (const row of new Set(strands.map((strand) => strand[here]))) {
    const mine = strands.filter((strand) => strand[here] === row);
    const half = (stays.get(row) ?? 0) / 2;
    const up = mine.filter((strand) => strand[there] < row).sort((a, b) => b[there] - a[there]);
    const down = mine.filter((strand) => strand[there] >= row).sort((a, b) => a[there] - b[there]);
    for (const [side, sign] of [
      [up, -1],
      [down, 1],
    ] as const) {
      let offset = half + GAP;
      for (const strand of side) {
        places.set(strand, middleOf(row) + sign * (offset + strand.width / 2));
        offset += strand.width + GAP;
      }
    }
  }
  return places;
}

const curve = line().curve(curveBumpX);
const pathOf = (from: number, to: number) =>
  curve([
    [0, px(from)],
    [100, px(to)],
  ]) ?? '';

export function Flow({ left, right, heads, links }: FlowOf) {
  const most = Math.max(1, ...links.map(({ count }) => count));
  const strands: Strand[] = links.map((link) => ({
    ...link,
    width: link.kind === 'open' ? 1.5 : Math.max(THINNEST, px((link.count / most) * WIDEST)),
  }));
  const stays = new Map(
    strands.filter(({ kind }) => kind === 'stay').map(({ from, width }) => [from, width]),
  );
  const moving = strands.filter(({ kind }) => kind !== 'stay');
  const [starts, ends] = [placesOf(moving, stays, 'from', 'to'), placesOf(moving, stays, 'to', 'from')];
  const height = Math.max(left.length, right.length) * ROW;
  const order = { stay: 0, open: 1, over: 2 };
  return (
    <div class="flow" aria-hidden="true">
      <div class="col l">
        <div class="node head">{heads[0]}</div>
        {left.map((node) => (
          <div class="node">{node}</div>
        ))}
      </div>
      <svg viewBox={`0 0 100 ${height}`} preserveAspectRatio="none" height={height} aria-hidden="true">
        {strands
          .toSorted((a, b) => order[a.kind] - order[b.kind])
          .map((strand) => (
            <path
              class={`${strand.kind} ${strand.colour}`}
              stroke-width={strand.width}
              d={pathOf(starts.get(strand) ?? middleOf(strand.from), ends.get(strand) ?? middleOf(strand.to))}
            />
          ))}
      </svg>
      <div class="col r">
        <div class="node head">{heads[1]}</div>
        {right.map((node) => (
          <div class="node">{node}</div>
        ))}
      </div>
    </div>
  );
}
