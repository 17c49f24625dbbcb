/** Reads a chart by pointer and arrow keys. It reads the table behind the chart, so its numbers exist only once. */

/** A chart's table: its column heads, and the cells of each row, in the order of the chart. */
interface Series {
  heads: string[];
  rows: string[][];
}

const textOf = (cell: Element) => cell.textContent?.trim() ?? '';

function seriesOf(figure: HTMLElement): Series {
  const table = figure.querySelector('table[data-series]');
  const cellsIn = (row: Element) => Array.from(row.children, textOf);
  const all = (selector: string) => Array.from(table?.querySelectorAll(selector) ?? []);
  // The newest row comes first in a table, and last in a chart.
  return { heads: all('thead th').map(textOf), rows: all('tbody tr').map(cellsIn).reverse() };
}

function reading({ heads }: Series, row: string[]): Node[] {
  const [name = '', ...values] = row;
  const head = document.createElement('b');
  head.textContent = name;
  const parts = values.map((value, at) => {
    const part = document.createElement('span');
    const figure = document.createElement('b');
    figure.textContent = value;
    part.replaceChildren(figure, ` ${heads[at + 1] ?? ''}`);
    return part;
  });
  return [head, ...parts];
}

const STEPS = new Map([
  ['ArrowLeft', -1],
  ['ArrowRight', 1],
]);

function watch(figure: HTMLElement) {
  const series = seriesOf(figure);
  const key = figure.querySelector('.read');
  const drawing = figure.querySelector('svg');
  const cursor = figure.querySelector('.cursor');
  const count = series.rows.length;
  // A chart of few bars leaves room at its end.
  const slots = Number(figure.dataset.slots ?? count);
  if (!key || !drawing || !cursor || count === 0) return;
  const rest = [...key.childNodes];
  let at = -1;

  const show = (wanted: number) => {
    at = Math.max(0, Math.min(count - 1, wanted));
    key.replaceChildren(...reading(series, series.rows[at] ?? []));
    cursor.setAttribute('x', `${(at / slots) * 100}%`);
    cursor.setAttribute('width', `${100 / slots}%`);
    cursor.removeAttribute('visibility');
  };
  const leave = () => {
    key.replaceChildren(...rest);
    cursor.setAttribute('visibility', 'hidden');
    key.removeAttribute('aria-live');
    at = -1;
  };

  figure.tabIndex = 0;
  figure.setAttribute('role', 'group');
  figure.setAttribute('aria-label', figure.dataset.chart ?? '');
  drawing.addEventListener('pointermove', ({ clientX }) => {
    const { left, width } = drawing.getBoundingClientRect();
    show(Math.floor(((clientX - left) / width) * slots));
  });
  drawing.addEventListener('pointerleave', leave);
  figure.addEventListener('blur', leave);
  figure.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') leave();
    const step = STEPS.get(event.key);
    if (step === undefined) return;
    event.preventDefault();
    key.setAttribute('aria-live', 'polite');
    show(at < 0 ? (step > 0 ? 0 : count - 1) : at + step);
  });
}

export function watchCharts(): void {
  for (const figure of document.querySelectorAll<HTMLElement>('figure[data-chart]')) watch(figure);
}
