/** `/contents/{id}/reach`: how far the shares of a content have spread. */
import { createRoute, z } from '@hono/zod-openapi';
import type { CountedShare } from '../../../shares/counted-share.ts';
import { MOST_SHARES, type ReachAnswer, readReach } from '../../../shares/read-reach.ts';
import { MOST_NODES, type ShareNode } from '../../../shares/share-tree.ts';
import { isoTime } from '../../../time.ts';
import { secured } from '../../http/auth.ts';
import { download } from '../../http/download.ts';
import { formatOf, formatQuery, TYPES } from '../../http/format.ts';
import { apiRoute } from '../../http/route.ts';
import { Channel } from '../../schemas/enums.ts';
import { timestamp } from '../../schemas/fields.ts';
import { hitFilters } from '../../schemas/hit-filters.ts';
import { contentParams, fileResponse, problems } from '../../schemas/shapes.ts';

const FORMATS = ['json', 'csv'] as const;

const ReachQuery = z.strictObject({
  from: hitFilters.from,
  to: hitFilters.to,
  timezone: hitFilters.timezone,
  format: formatQuery(FORMATS),
});

const count = (description: string) => z.int().openapi({ description });

const CLICKS = {
  clicks: count('Clicks by the codes of these shares, so far.'),
  ownClicks: count(
    'Those of them by the person who had just shared. The first click after each press, within ten minutes.',
  ),
};

const Distribution = z
  .object({
    mean: z.number().openapi({ description: 'Clicks, divided by shares.' }),
    median: count('Half of the shares have at most so many clicks.'),
    p90: count('Nine of ten shares have at most so many clicks.'),
    max: count('Clicks of the share that has most.'),
    buckets: z
      .array(
        z
          .object({
            from: count('Least number of clicks.'),
            to: z.int().nullable().openapi({ description: 'Most clicks; null for no limit.' }),
            shares: count('Shares with so many clicks.'),
          })
          .openapi('ClicksBucket', { description: 'How many shares have so many clicks.' }),
      )
      .openapi({ description: 'Numbers of shares by their clicks.' }),
  })
  .openapi('ClicksPerShare', { description: 'How clicks are spread over shares that have a code.' });

const ReshareRate = z
  .object({
    value: z
      .number()
      .nullable()
      .openapi({ description: 'K: reshares, divided by shares. Null without shares.' }),
    reshares: count('Shares by people who came by the code of one of these shares.'),
    shares: count('Shares with a code: the size of the sample.'),
  })
  .openapi('ReshareRate', { description: 'How many shares each share leads to.' });

const COUNTED = {
  coded: count('Shares that have a code. The figures beside this one are about them.'),
  ...CLICKS,
  clicksPerShare: Distribution.nullable().openapi({
    description: 'The distribution of clicks over shares; null without shares that have a code.',
  }),
  reshareRate: ReshareRate,
};

const ALL_SHARES = count('All shares, with and without a code.');

const SHARE = {
  id: z.string().openapi({ description: 'Id of the share.', example: 'shr_8fWq2xK0pLrT5vBn' }),
  at: timestamp.openapi({ description: 'When somebody pressed the button.' }),
  channel: Channel,
  code: z.string().openapi({ description: 'Mark of its short link.', example: 'k7F9pQT' }),
  generation: count('How many shares are before it in its line.'),
  ...CLICKS,
  previews: count('Previews that apps fetched of its short link.'),
  reshares: count('Shares by people who came by its code.'),
};

const CountedShareBody = z.object(SHARE).openapi('CountedShare', {
  description: 'One share, and what it has brought so far.',
});

const ShareNodeBody = z
  .object({
    ...SHARE,
    parent: z.string().nullable().openapi({
      description: 'Id of the share that led to it; null if that is unknown or not in the tree.',
    }),
    descendants: count('All shares below it, also those that the tree leaves out.'),
    treeClicks: count('Clicks of it and of all shares below it.'),
    hidden: count('Direct reshares that the tree leaves out.'),
  })
  .openapi('ShareNode', { description: 'A share in the tree of shares.' });

const ReachBody = z
  .object({
    contentId: z.string().openapi({ description: 'Id of the content.' }),
    shareCodes: z.boolean().openapi({ description: 'Whether new shares get a code.' }),
    from: timestamp.nullable().openapi({ description: 'Start of the period; null if unbounded.' }),
    to: timestamp.nullable().openapi({ description: 'End of the period, exclusive; null if unbounded.' }),
    timezone: z.string().openapi({ description: 'Time zone in which days begin.' }),
    shares: ALL_SHARES,
    ...COUNTED,
    funnel: z
      .object({
        shares: count('Shares with a code.'),
        seen: count(
          'Those whose short link had its preview fetched by an app. Apps that fetch none, such as email, are never seen.',
        ),
        clicked: count('Those that somebody else than the sharer clicked.'),
      })
      .openapi('ShareFunnel', { description: 'How many shares got how far.' }),
    channels: z
      .array(
        z
          .object({ channel: Channel, shares: ALL_SHARES, ...COUNTED })
          .openapi('ChannelReach', { description: 'The shares in one channel.' }),
      )
      .openapi({ description: 'Channels, the one with most shares first.' }),
    generations: z
      .array(
        z
          .object({
            generation: count('0: shares whose sharer came by no known code.'),
            shares: count('Shares with a code.'),
            ...CLICKS,
          })
          .openapi('ShareGeneration', {
            description: 'The shares that are equally far from their beginning.',
          }),
      )
      .openapi({ description: 'Generations in their order. The twenty-first one includes all later ones.' }),
    tree: z
      .object({
        nodes: z.array(ShareNodeBody).openapi({ description: 'Parents before their reshares.' }),
        edges: z
          .array(
            z
              .object({
                from: z.string().openapi({ description: 'Id of the parent.' }),
                to: z.string().openapi({ description: 'Id of the reshare.' }),
              })
              .openapi('ShareEdge', { description: 'A share and a reshare of it.' }),
          )
          .openapi({ description: 'Which share led to which.' }),
        omitted: count('Shares that the tree leaves out.'),
      })
      .openapi('ShareTree', {
        description: `The ${MOST_NODES} shares that have spread most: those with the most shares below them, then the most clicks.`,
      }),
    largest: z
      .array(CountedShareBody)
      .openapi({ description: 'The ten shares with the most clicks of their own.' }),
    meta: z
      .object({
        asOf: timestamp
          .nullable()
          .openapi({ description: 'Time of the newest hit that this answer includes.' }),
        complete: z.boolean().openapi({
          description: `False if more than ${MOST_SHARES} shares of the period have a code: then only the newest are counted, except in \`shares\`.`,
        }),
      })
      .openapi('ReachMeta', { description: 'What the answer includes.' }),
  })
  .openapi('Reach', { description: 'How far the shares of a content have spread.' });

const COLUMNS = [...Object.keys(SHARE), 'parent'];

const shown = ({ rowId: _, parentRowId: __, at, ...share }: CountedShare) => ({ ...share, at: isoTime(at) });
const shownNode = ({ rowId: _, parentRowId: __, at, ...node }: ShareNode) => ({ ...node, at: isoTime(at) });

const shownReach = ({ tree, largest, shareRows: _, ...reach }: ReachAnswer) => ({
  ...reach,
  tree: { ...tree, nodes: tree.nodes.map(shownNode) },
  largest: largest.map(shown),
});

/** All shares with a code, the newest first, each with the id of its parent if that is among them. */
function rowsOf({ shareRows }: ReachAnswer) {
  const ids = new Map(shareRows.map(({ rowId, id }) => [rowId, id]));
  return shareRows.map((share) => ({ ...shown(share), parent: ids.get(share.parentRowId ?? 0) ?? null }));
}

export const reachRoutes = [
  apiRoute(
    createRoute({
      method: 'get',
      path: '/contents/{id}/reach',
      operationId: 'getReach',
      tags: ['Stats'],
      summary: 'Get how far the shares of a content have spread',
      description:
        'The period is about shares: those pressed in it, with all clicks that they have brought since, whenever that was. ' +
        'Clicks per share, generations and reshares need share codes (`shareCodes` of the content). ' +
        'A reshare is known if its sharer came by a code and the page told so: never with `Sec-GPC: 1`, and never for copies of the address bar. CSV has a row for each share with a code, the newest first.',
      ...secured('stats:read'),
      request: { params: contentParams, query: ReachQuery },
      responses: {
        200: {
          description: 'The figures, or a file with the single shares.',
          content: { [TYPES.json]: { schema: ReachBody }, [TYPES.csv]: { schema: fileResponse } },
        },
        ...problems,
      },
    }),
    async (c) => {
      const { format: requested, ...question } = c.req.valid('query');
      const format = formatOf(c, FORMATS, requested);
      const reach = await readReach(c.var.deps, c.req.valid('param').id, question);
      if (format === 'json') return c.json(shownReach(reach), 200);
      return download(c, { name: 'shares', format, columns: COLUMNS }, [rowsOf(reach)]);
    },
  ),
] as const;
