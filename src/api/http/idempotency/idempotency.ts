/** `Idempotency-Key`: a POST that is sent again is answered again, and never carried out twice (docs/guides/retries-and-upserts.md). */

import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { AppError, invalid } from '../../../errors.ts';
import { sha256 } from '../../../keys/key-text.ts';
import type { KeptRequest } from '../../../store-ports/admin-stores.ts';
import type { ApiContext, ApiMiddleware } from '../env.ts';
import { openAnswer, sealAnswer, sealingKey } from './seal-answer.ts';

const HEADER = 'Idempotency-Key';
const REPLAYED = 'Idempotency-Replayed';
const KEY = /^[\x20-\x7e]{1,255}$/;

/** A request that has not ended after this time was cut off. */
const LEASE_MS = 120_000;
/** Seconds after which a request that is still running may be asked about again. */
const RETRY_AFTER = '2';
/** Characters of one kept answer; 1,000 new links need about 150,000. */
const MAX_ANSWER = 1_000_000;
/** Characters of all kept answers. */
const MAX_TOTAL = 256_000_000;

/** Answers that are given again: what was done, and what a repetition would find out too. All others have changed nothing. */
const isKept = (status: number) => status < 400 || status === 404 || status === 409;
const KEPT_HEADERS = ['Content-Type', 'Location'];

/** Must follow the check of the key and the reading of the body. */
export const answerOnce: ApiMiddleware = async (c, next) => {
  const key = c.req.method === 'POST' ? c.req.header(HEADER) : undefined;
  if (key === undefined) return next();
  if (!KEY.test(key))
    throw invalid(HEADER, `The header ${HEADER} must have 1 to 255 printable ASCII characters.`);
  const deps = c.get('deps');
  const work = answer(c, key, next);
  // A client that hangs up must not leave the request half done.
  deps.keepAlive?.(work);
  return work;
};

async function answer(c: ApiContext, key: string, next: () => Promise<void>): Promise<Response | undefined> {
  const { store, clock, ids } = c.get('deps');
  const secret = `${c.req.header('Authorization')}\0${key}`;
  const { pathname, search } = new URL(c.req.url);
  const [name, fingerprint, sealing] = await Promise.all([
    sha256(`name\0${secret}`),
    sha256(`${secret}\0${pathname}${search}\0${await c.req.text()}`),
    sealingKey(secret),
  ]);
  const own = { name, token: ids.requestId() };
  const requestId = c.get('requestId');
  const kept = await store.keptAnswers.claim({ ...own, fingerprint, requestId, at: clock() }, LEASE_MS);
  if (!kept.isSame) throw conflict(`The ${HEADER} was used for another body or path. Use a new one.`);
  if (kept.status !== null) return replay(c, kept, sealing);
  if (!kept.isOwn) {
    c.header('Retry-After', RETRY_AFTER);
    throw conflict('A request with this key is still running. Try again in a few seconds.');
  }
  const earlier = kept.requestIds.slice(0, -1);
  if (earlier.length > 0 && (await store.keptAnswers.hasChanged(kept.auditId, earlier))) {
    await store.keptAnswers.keep(own, { status: 200, headers: {}, answer: null }, MAX_TOTAL);
    throw lost(kept);
  }
  try {
    await next();
  } catch (error) {
    await store.keptAnswers.release(own);
    throw error;
  }
  await keep(c, own, sealing);
  return undefined;
}

/** Keeps the answer of a request that was carried out, or forgets one that changed nothing. Never rejects. */
async function keep(c: ApiContext, own: { name: string; token: string }, sealing: CryptoKey): Promise<void> {
  const { store, log } = c.get('deps');
  const { status, headers } = c.res;
  try {
    if (!isKept(status)) return await store.keptAnswers.release(own);
    const sealed = await sealAnswer(sealing, new Uint8Array(await c.res.clone().arrayBuffer()));
    const given = KEPT_HEADERS.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    });
    const answer = sealed.length > MAX_ANSWER ? null : sealed;
    await store.keptAnswers.keep(own, { status, headers: Object.fromEntries(given), answer }, MAX_TOTAL);
  } catch (err) {
    log.error(
      { requestId: c.get('requestId'), err },
      'The answer to a request with an Idempotency-Key was not kept',
    );
  }
}

async function replay(c: ApiContext, kept: KeptRequest, sealing: CryptoKey): Promise<Response> {
  if (kept.answer === null) throw lost(kept);
  const bytes = await openAnswer(sealing, kept.answer);
  return c.body(bytes, kept.status as ContentfulStatusCode, { ...kept.headers, [REPLAYED]: 'true' }); // of a body that was sent
}

const conflict = (detail: string) =>
  new AppError('idempotency_conflict', detail, [{ pointer: HEADER, detail }]);

const lost = ({ requestIds }: KeptRequest) =>
  conflict(
    `The request with this key was carried out, and its answer was not kept. The audit log lists what it changed under the request id ${requestIds.join(' or ')}.`,
  );
