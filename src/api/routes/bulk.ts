/** `/links/bulk`: many links in one request, each with its own answer. */
import { createRoute, z } from '@hono/zod-openapi';
import { AppError, invalid } from '../../errors.ts';
import type { CreateLink } from '../../links/check-link.ts';
import { createLinks } from '../../links/create-links.ts';
import { nextTurn } from '../../next-turn.ts';
import type { BulkBatch } from '../../ports.ts';
import { missingScope, secured } from '../http/auth.ts';
import { readBody } from '../http/body.ts';
import type { ApiContext } from '../http/env.ts';
import { problemDetails } from '../http/problem.ts';
import { apiRoute } from '../http/route.ts';
import { invalidInput } from '../http/validation.ts';
import { CreatedLinkBody } from '../schemas/link-bodies.ts';
import { type CreatedLinkJson, presentCreatedLinks } from '../schemas/present-links.ts';
import { allOf, json, jsonBody, Problem, problems, values } from '../schemas/shapes.ts';
import { LinkCreate } from './links.ts';

const MAX_BYTES = 2 * 1024 * 1024;
const MAX_LINKS = 1000;
/** Password hashing is slow on purpose, and visitors with passwords wait for the same two threads. */
const MAX_PASSWORDS = 50;
/** Where each batch is a request to D1, which takes parameters up to 2 MB. A URL occurs in them more than once. */
const LARGE_BATCH: BulkBatch = { links: 500, characters: 256 * 1024 };

const BulkCreate = z
  .strictObject({
    links: z.array(z.unknown()).openapi({
      type: 'array',
      ...values('LinkCreate'),
      maxItems: MAX_LINKS,
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
type Answer = { status: number } & ({ link: CreatedLinkJson } | { problem: z.infer<typeof Problem> });

export const bulkRoutes = [
  apiRoute(
    createRoute({
      method: 'post',
      path: '/links/bulk',
      operationId: 'createLinks',
      tags: ['Links'],
      summary: `Create up to ${MAX_LINKS} links, or find equivalent ones`,
      description: `Handles each link like its own \`POST /links\`, in order; an invalid one does not affect the others. The body may have ${MAX_BYTES} bytes, and at most ${MAX_PASSWORDS} links may have a password.`,
      ...secured('links:write', readBody(MAX_BYTES)),
      request: { body: jsonBody(BulkCreate) },
      responses: {
        200: json(BulkAnswer, 'One row per link, in order.'),
        ...problems,
      },
    }),
    async (c) => {
      const { links } = c.req.valid('json');
      if (links.length > MAX_LINKS) {
        const detail = `The request must have at most ${MAX_LINKS} links. Split it into several requests.`;
        throw new AppError('too_many_rows', detail, [{ pointer: '/links', detail }]);
      }
      const read = itemReader(c.var.scopes);
      const data: Row[] = [];
      const { bulkBatch = LARGE_BATCH } = c.var.deps;
      for (const batch of batchesOf(links, (await c.req.text()).length, bulkBatch)) {
        const from = data.length;
        if (from > 0) await nextTurn();
        const answers = await answerEach(c, batch.map(read));
        data.push(...answers.map((answer, offset) => ({ index: from + offset, ...answer })));
      }
      return c.json({ data }, 200);
    },
  ),
] as const;

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
    if (item instanceof AppError) return failed(c, item);
    return answers.next().value ?? failed(c, new Error('A link of a bulk request has no answer'));
  });
}

async function createAll(c: ApiContext, inputs: CreateLink[]): Promise<Answer[]> {
  const { deps } = c.var;
  try {
    const outcomes = await createLinks(deps, inputs);
    const links = outcomes.flatMap((outcome) => (outcome instanceof Error ? [] : [outcome]));
    const shown = (await presentCreatedLinks(deps, links)).values();
    return outcomes.map((outcome) => {
      if (outcome instanceof Error) return failed(c, outcome);
      const link = shown.next().value;
      return link
        ? { status: outcome.created ? 201 : 200, link }
        : failed(c, new Error('A link of a bulk request has no answer'));
    });
  } catch (error) {
    const failure = failed(c, error);
    return inputs.map(() => failure);
  }
}

function failed(c: ApiContext, error: unknown): Answer {
  const problem = problemDetails(c, error);
  return { status: problem.status, problem };
}
