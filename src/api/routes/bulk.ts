/** `/links/bulk`: many links in one request, each with an answer of its own. */
import { createRoute, z } from '@hono/zod-openapi';
import { AppError, invalid } from '../../errors.ts';
import type { CreateLink } from '../../links/check-link.ts';
import { createLinks } from '../../links/create-links.ts';
import { lackOf, secured } from '../http/auth.ts';
import { readBody } from '../http/body.ts';
import type { ApiContext } from '../http/env.ts';
import { problemDetails } from '../http/problem.ts';
import { apiRoute } from '../http/route.ts';
import { invalidInput } from '../http/validation.ts';
import { CreatedLinkBody } from '../schemas/bodies.ts';
import { type CreatedLinkJson, presentCreated } from '../schemas/present.ts';
import { json, jsonBody, Problem, problems } from '../schemas/shapes.ts';
import { LinkCreate } from './links.ts';

const MAX_BYTES = 2 * 1024 * 1024;
const MOST_LINKS = 1000;
/** Passwords are hashed slowly on purpose, and people who open a link wait for the same two hands. */
const MOST_PASSWORDS = 50;
/** Links per step; between two steps others get their turn. Longer steps are cheaper: they write fewer pages. */
const STEP = 500;
/** Characters per step: D1 takes no parameter over 2 MB, and a URL stands in it more than once. */
const STEP_SIZE = 256 * 1024;

const BulkCreate = z
  .strictObject({
    links: z.array(z.unknown()).openapi({
      type: 'array',
      items: { $ref: '#/components/schemas/LinkCreate' },
      maxItems: MOST_LINKS,
    }),
  })
  .openapi('BulkCreate', {
    example: { links: [{ url: 'https://example.com/guide?id=7', channel: 'slack' }] },
  });

const place = z.int().openapi({ description: 'Position of the link in the request, starting at 0.' });
const status = z.int().openapi({ description: 'Status that `POST /links` would have answered with.' });

const BulkRow = z
  .union([
    z.object({ index: place, status, link: CreatedLinkBody }),
    z.object({ index: place, status, problem: Problem }),
  ])
  .openapi('BulkRow');

type Row = z.infer<typeof BulkRow>;
type Answer = { status: number } & ({ link: CreatedLinkJson } | { problem: z.infer<typeof Problem> });

export const bulkRoutes = [
  apiRoute(
    createRoute({
      method: 'post',
      path: '/links/bulk',
      operationId: 'createLinks',
      tags: ['Links'],
      summary: `Create up to ${MOST_LINKS} links, or find equivalent ones`,
      description: `Handles each link like its own \`POST /links\`, in order; an invalid one does not affect the others. The body may have ${MAX_BYTES} bytes, and at most ${MOST_PASSWORDS} links may have a password.`,
      ...secured('links:write', readBody(MAX_BYTES)),
      request: { body: jsonBody(BulkCreate) },
      responses: {
        200: json(z.object({ data: z.array(BulkRow) }), 'One row per link, in order.'),
        ...problems,
      },
    }),
    async (c) => {
      const { links } = c.req.valid('json');
      if (links.length > MOST_LINKS) {
        const detail = `The request must have at most ${MOST_LINKS} links. Split it into several requests.`;
        throw new AppError('too_many_rows', detail, [{ pointer: '/links', detail }]);
      }
      const read = itemReader(c.var.scopes);
      const data: Row[] = [];
      for (const step of stepsOf(links, (await c.req.text()).length)) {
        const from = data.length;
        if (from > 0) await nextTurn();
        const answers = await answerEach(c, step.map(read));
        data.push(...answers.map((answer, place) => ({ index: from + place, ...answer })));
      }
      return c.json({ data }, 200);
    },
  ),
] as const;

const nextTurn = () => new Promise((resolve) => setTimeout(resolve));

/** The items in their order, none left out; `characters` are of the body they came in. */
function stepsOf(items: unknown[], characters: number): unknown[][] {
  const sizeOf = characters <= STEP_SIZE ? () => 0 : (item: unknown) => JSON.stringify(item).length;
  const steps: unknown[][] = [];
  let size = 0;
  for (const item of items) {
    const last = steps.at(-1);
    const own = sizeOf(item);
    if (last && last.length < STEP && size + own <= STEP_SIZE) last.push(item);
    else steps.push([item]);
    size = last === steps.at(-1) ? size + own : own;
  }
  return steps;
}

/** Reads the items of one request by the schema of a single link. */
function itemReader(scopes: readonly string[]): (item: unknown) => CreateLink | AppError {
  let passwords = 0;
  return (item) => {
    const { success, data, error } = LinkCreate.safeParse(item);
    if (!success) return invalidInput(error.issues);
    const lack = data.reuse ? lackOf(scopes, 'admin') : null;
    if (lack) return lack;
    if (data.password !== null) passwords += 1;
    if (data.password === null || passwords <= MOST_PASSWORDS) return data;
    return invalid(
      '/password',
      `At most ${MOST_PASSWORDS} links of a request may have a password. Send the others in another request.`,
    );
  };
}

/** An answer to each in the same order. A step that fails as a whole leaves those before it as they are. */
async function answerEach(c: ApiContext, items: (CreateLink | AppError)[]): Promise<Answer[]> {
  const wanted = items.flatMap((item) => (item instanceof AppError ? [] : [item]));
  const answers = (await mintAll(c, wanted)).values();
  return items.map((item) => {
    if (item instanceof AppError) return failed(c, item);
    return answers.next().value ?? failed(c, new Error('A link of a bulk request has no answer'));
  });
}

async function mintAll(c: ApiContext, wanted: CreateLink[]): Promise<Answer[]> {
  const { deps } = c.var;
  try {
    const outcomes = await createLinks(deps, wanted);
    const stands = outcomes.flatMap((outcome) => (outcome instanceof Error ? [] : [outcome]));
    const shown = (await presentCreated(deps, stands)).values();
    return outcomes.map((outcome) => {
      if (outcome instanceof Error) return failed(c, outcome);
      const link = shown.next().value;
      return link
        ? { status: outcome.created ? 201 : 200, link }
        : failed(c, new Error('A link of a bulk request has no answer'));
    });
  } catch (error) {
    const failure = failed(c, error);
    return wanted.map(() => failure);
  }
}

function failed(c: ApiContext, error: unknown): Answer {
  const problem = problemDetails(c, error);
  return { status: problem.status, problem };
}
