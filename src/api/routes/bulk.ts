/** `/links/bulk`: many links in one request, each with its own answer. */
import { createRoute, z } from '@hono/zod-openapi';
import { AppError, invalid } from '../../errors.ts';
import type { CreateLink } from '../../links/create/check-link.ts';
import { createLinks } from '../../links/create/create-links.ts';
import { nextTurn } from '../../next-turn.ts';
import type { BulkBatch } from '../../ports.ts';
import { missingScope, secured } from '../http/auth.ts';
import { MAX_BULK_BODY, readBody } from '../http/body.ts';
import { limitItems, MAX_ITEMS, MAX_PASSWORDS, type Refused, refused } from '../http/bulk.ts';
import type { ApiContext } from '../http/env.ts';
import { apiRoute } from '../http/route.ts';
import { invalidInput } from '../http/validation.ts';
import { CreatedLinkBody } from '../schemas/link-bodies.ts';
import { LinkCreate } from '../schemas/link-requests.ts';
import { sendSlices } from '../schemas/page-body.ts';
import { type CreatedLinkJson, presentCreatedLinks } from '../schemas/present-links.ts';
import { allOf, json, jsonBody, Problem, problems, values } from '../schemas/shapes.ts';

/** Where each batch is a request to D1, which takes parameters up to 2 MB. A URL occurs in them more than once. */
const LARGE_BATCH: BulkBatch = { links: 500, characters: 256 * 1024 };

const BulkCreate = z
  .strictObject({
    links: z.array(z.unknown()).openapi({
      type: 'array',
      ...values('LinkCreate'),
      maxItems: MAX_ITEMS,
      description: 'The links to create, each like the body of `POST /links`.',
    }),
  })
  .openapi('BulkCreate', {
    description: 'Links to create.',
    example: { links: [{ url: 'https://example.com/guide?id=7', channel: 'slack' }] },
  });

const index = z.int().openapi({ description: 'Position of the link in the request, starting at 0.' });
const status = z.int().openapi({ description: 'Status that `POST /links` would have answered with.' });

const BulkRow = z
  .union([
    z
      .object({ index, status, link: CreatedLinkBody })
      .openapi('BulkLink', { description: 'A link that was created or found.' }),
    z
      .object({ index, status, problem: Problem })
      .openapi('BulkProblem', { description: 'Why a link was not created.' }),
  ])
  .openapi('BulkRow', { description: 'What became of one link of the request.' });

const BulkAnswer = allOf('BulkAnswer', BulkRow);

type Row = z.infer<typeof BulkRow>;
type Answer = Refused | { status: number; link: CreatedLinkJson };

export const bulkRoutes = [
  apiRoute(
    createRoute({
      method: 'post',
      path: '/links/bulk',
      operationId: 'createLinks',
      tags: ['Links'],
      summary: `Create up to ${MAX_ITEMS} links, or find equivalent ones`,
      description: `Handles each link like its own \`POST /links\`, in order; an invalid one does not affect the others. The body may have ${MAX_BULK_BODY} bytes, and at most ${MAX_PASSWORDS} links may have a password.`,
      ...secured('links:write', readBody(MAX_BULK_BODY)),
      request: { body: jsonBody(BulkCreate) },
      responses: {
        200: json(BulkAnswer, 'One row per link, in order.'),
        ...problems,
      },
    }),
    async (c) => {
      const { links } = c.req.valid('json');
      limitItems('/links', links, 'links');
      const { bulkBatch = LARGE_BATCH } = c.var.deps;
      const batches = batchesOf(links, (await c.req.text()).length, bulkBatch);
      return sendSlices(c, createInBatches(c, batches));
    },
  ),
] as const;

/** Creates the links of each batch between other requests; answers a row for each of them. */
async function* createInBatches(c: ApiContext, batches: unknown[][]): AsyncGenerator<Row[], void> {
  const read = itemReader(c.var.scopes);
  let from = 0;
  for (const batch of batches) {
    await nextTurn();
    const answers = await answerEach(c, batch.map(read));
    yield answers.map((answer, offset) => ({ index: from + offset, ...answer }));
    from += batch.length;
  }
}

/** All items in their order; `characters` is the length of the request body. */
function batchesOf(items: unknown[], characters: number, most: BulkBatch): unknown[][] {
  const sizeOf = characters <= most.characters ? () => 0 : (item: unknown) => JSON.stringify(item).length;
  const batches: unknown[][] = [];
  let size = 0;
  for (const item of items) {
    const last = batches.at(-1);
    const own = sizeOf(item);
    if (last && last.length < most.links && size + own <= most.characters) last.push(item);
    else batches.push([item]);
    size = last === batches.at(-1) ? size + own : own;
  }
  return batches;
}

/** Parses the items of one request with the schema of a single link. */
function itemReader(scopes: readonly string[]): (item: unknown) => CreateLink | AppError {
  let passwords = 0;
  return (item) => {
    const { success, data, error } = LinkCreate.safeParse(item);
    if (!success) return invalidInput(error.issues);
    const forbidden = data.reuse ? missingScope(scopes, 'admin') : null;
    if (forbidden) return forbidden;
    if (data.password !== null) passwords += 1;
    if (data.password === null || passwords <= MAX_PASSWORDS) return data;
    return invalid(
      '/password',
      `At most ${MAX_PASSWORDS} links of a request may have a password. Send the others in another request.`,
    );
  };
}

/** An answer for each item, in the same order. A batch that fails does not undo earlier batches. */
async function answerEach(c: ApiContext, items: (CreateLink | AppError)[]): Promise<Answer[]> {
  const inputs = items.flatMap((item) => (item instanceof AppError ? [] : [item]));
  const answers = (await createAll(c, inputs)).values();
  return items.map((item) => {
    if (item instanceof AppError) return refused(c, item);
    return answers.next().value ?? refused(c, new Error('A link of a bulk request has no answer'));
  });
}

async function createAll(c: ApiContext, inputs: CreateLink[]): Promise<Answer[]> {
  const { deps } = c.var;
  try {
    const outcomes = await createLinks(deps, inputs);
    const links = outcomes.flatMap((outcome) => (outcome instanceof Error ? [] : [outcome]));
    const shown = (await presentCreatedLinks(deps, links)).values();
    return outcomes.map((outcome) => {
      if (outcome instanceof Error) return refused(c, outcome);
      const link = shown.next().value;
      return link
        ? { status: outcome.created ? 201 : 200, link }
        : refused(c, new Error('A link of a bulk request has no answer'));
    });
  } catch (error) {
    const failure = refused(c, error);
    return inputs.map(() => failure);
  }
}
