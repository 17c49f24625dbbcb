import type { Child } from 'hono/jsx';
import type { View } from '../frame/view.ts';

interface ChartTableOf {
  view: View;
  caption: string;
  heads: string[];
  rows: { head: Child; cells: Child[] }[];
  /** The script reads a chart's series from its table. */
  isSeries?: boolean;
  /** A link to it opens the table. */
  id?: string;
}

/** The table behind a chart. */
export function ChartTable({
  view,
  caption,
  heads: [first, ...heads],
  rows,
  isSeries = false,
  id,
}: ChartTableOf) {
  return (
    <div class="foot-row">
      <details>
        <summary>{view.words.table.show}</summary>
        <section id={id} class="scroll" tabindex={0} aria-label={view.words.table.named(caption)}>
          <table class="plain tn" data-series={isSeries ? '' : undefined}>
            <caption class="vh">{caption}</caption>
            <thead>
              <tr>
                <th scope="col">{first}</th>
                {heads.map((head) => (
                  <th scope="col" class="n">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ head, cells }) => (
                <tr>
                  <th scope="row">{head}</th>
                  {cells.map((cell) => (
                    <td class="n">{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </div>
  );
}
