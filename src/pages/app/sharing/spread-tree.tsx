/** The tree of shares: one row for each, indented by generation, and the table behind it. */
import type { ReachAnswer } from '../../../shares/read-reach.ts';
import type { ShareNode } from '../../../shares/share-tree.ts';
import { percentOf, px } from '../charts/scale.ts';
import { ChartTable } from '../charts/table.tsx';
import type { View } from '../frame/view.ts';
import { channelLabel } from '../parts/name-texts.ts';
import { ChannelName } from '../parts/names.tsx';
import { dayOfInstant } from '../period.ts';

/** Shares that are drawn of each line and in all; a page has room for no more. */
const MOST_OF_LINE = 12;
const MOST_ROWS = 30;
const ROW = 24;
const INDENT = 18;
/** Deeper generations are drawn below each other. */
const MOST_INDENTS = 8;
const SMALLEST = 3;
const LARGEST = 8;
/** Where the bars begin and how wide the longest is, in per cent. */
const [BARS_FROM, BARS_WIDE] = [62, 36];

interface Row {
  node: ShareNode;
  depth: number;
  /** The row of its parent; null for a beginning. */
  under: number | null;
}

/** The nodes to draw: the lines that have spread most, each from its beginning. Parents stay before their reshares. */
export function drawnNodes(nodes: readonly ShareNode[]): ShareNode[] {
  const lineOf = new Map<string, string>();
  const lines = new Map<string, ShareNode[]>();
  for (const node of nodes) {
    const line = node.parent === null ? node.id : (lineOf.get(node.parent) ?? node.id);
    lineOf.set(node.id, line);
    const known = lines.get(line) ?? [];
    lines.set(line, known);
    if (known.length < MOST_OF_LINE) known.push(node);
  }
  // A beginning without reshares is no line.
  const drawn = [...lines.values()]
    .filter(({ length }) => length > 1)
    .flat()
    .slice(0, MOST_ROWS);
  const children = Map.groupBy(drawn, ({ parent }) => parent);
  return drawn.map((node) => ({ ...node, hidden: node.reshares - (children.get(node.id)?.length ?? 0) }));
}

/** The nodes as rows: each share directly followed by its reshares. */
export function rowsOf(nodes: readonly ShareNode[]): Row[] {
  const children = Map.groupBy(nodes, ({ parent }) => parent);
  const rows: Row[] = [];
  const add = (node: ShareNode, depth: number, under: number | null) => {
    const row = rows.push({ node, depth, under }) - 1;
    for (const child of children.get(node.id) ?? []) add(child, depth + 1, row);
  };
  for (const root of children.get(null) ?? []) add(root, 0, null);
  return rows;
}

const xOf = (depth: number) => LARGEST + 2 + Math.min(depth, MOST_INDENTS) * INDENT;
const yOf = (row: number) => row * ROW + ROW / 2;

export function SpreadTree({ view, reach }: { view: View; reach: ReachAnswer }) {
  const { words, format } = view;
  const { tree: texts } = words.sharing;
  if (reach.reshareRate.reshares === 0) return null;
  const nodes = drawnNodes(reach.tree.nodes);
  const rows = rowsOf(nodes);
  if (rows.length === 0) return null;
  const omitted = reach.coded - rows.length;
  const generations = 1 + Math.max(...rows.map(({ depth }) => depth));
  return (
    <div class="part">
      <h3 class="h3">{texts.head}</h3>
      <p class="note">{texts.note}</p>
      {/* The drawing has a label of its own, and the table its own heads. */}
      <p class="treehead" aria-hidden="true">
        <span>{texts.share}</span>
        <span>{words.sharing.spread.clicks}</span>
      </p>
      <Drawing view={view} rows={rows} label={texts.label(rows.length, generations, format)} />
      {omitted > 0 ? <p class="muted small">{texts.omitted(omitted, format)}</p> : null}
      <ChartTable
        view={view}
        caption={texts.head}
        heads={[texts.share, texts.generation, words.sharing.spread.clicks, texts.reshares]}
        rows={rows.map(({ node }) => ({
          head: (
            <>
              <ChannelName view={view} channel={node.channel} /> {momentOf(view, node)}
            </>
          ),
          cells: [format.number(node.generation), format.number(node.clicks), format.number(node.reshares)],
        }))}
      />
    </div>
  );
}

const momentOf = ({ format, zone }: View, { at }: ShareNode) => format.day(dayOfInstant(at, zone), 'short');

function Drawing({ view, rows, label }: { view: View; rows: Row[]; label: string }) {
  const most = Math.max(1, ...rows.map(({ node }) => node.clicks));
  return (
    <svg class="ch tree" height={rows.length * ROW} role="img" aria-label={label}>
      {rows.map(({ depth, under }, row) =>
        under === null ? null : <Branch from={[depth - 1, under]} to={[depth, row]} />,
      )}
      {rows.map(({ node, depth }, row) => (
        <Share view={view} node={node} depth={depth} row={row} most={most} />
      ))}
    </svg>
  );
}

type Place = [depth: number, row: number];

/** Down from the parent, then to the right. */
function Branch({ from, to }: { from: Place; to: Place }) {
  const [x, y] = [xOf(from[0]), yOf(to[1])];
  return <path class="branch" d={`M${x} ${yOf(from[1])}V${y}H${xOf(to[0])}`} />;
}

interface ShareOf {
  view: View;
  node: ShareNode;
  depth: number;
  row: number;
  most: number;
}

function Share({ view, node, depth, row, most }: ShareOf) {
  const { words, format, language } = view;
  const { tree: texts } = words.sharing;
  const part = node.clicks / most;
  const text = [
    channelLabel(node.channel, language),
    momentOf(view, node),
    texts.clicks(node.clicks, format),
  ].join(' · ');
  const more = node.hidden > 0 ? ` · ${texts.more(node.hidden, format)}` : '';
  return (
    <>
      <circle
        class={`c-${node.channel}`}
        cx={xOf(depth)}
        cy={yOf(row)}
        r={px(SMALLEST + Math.sqrt(part) * (LARGEST - SMALLEST))}
      />
      <text x={xOf(depth) + LARGEST + 6} y={yOf(row) + 4}>
        {text}
        <tspan class="m-hide">{more}</tspan>
      </text>
      {node.clicks > 0 ? (
        <rect
          class="private bar"
          x={percentOf(BARS_FROM)}
          width={percentOf(Math.max(0.5, part * BARS_WIDE))}
          y={yOf(row) - 5}
          height={10}
        />
      ) : null}
    </>
  );
}
