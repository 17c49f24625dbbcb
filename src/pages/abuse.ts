/** `/abuse`: visitors report a link, in a form or as JSON. Nothing about the visitor is stored. */
import { REPORT_CATEGORIES } from '../abuse/report.ts';
import { type GivenReport, MAX_MESSAGE_LENGTH, reportLink } from '../abuse/report-link.ts';
import { readBounded } from '../bytes.ts';
import { ERRORS, type ErrorCode, type FieldError } from '../errors.ts';
import { preferredLanguage } from '../language.ts';
import { clientSubnet } from '../net/address.ts';
import { readClient } from '../net/client.ts';
import type { Deps } from '../ports.ts';
import type { ConnInfo } from '../redirect/request-facts.ts';
import { createSlidingLimit } from '../sliding-limit.ts';
import { MINUTE, SECOND } from '../time.ts';
import { type Reply, toResponse } from '../visitor-pages/http-reply.ts';
import type { PageRequest } from '../visitor-pages/page.ts';
import { reportForm, reportThanks, tooManyReports } from '../visitor-pages/report-page.ts';

const LIMITS = { max: 5, windowMs: 10 * MINUTE };
/** Seconds after which reports are taken again, once there were too many in all. */
const RETRY_AFTER = 3_600;
const MAX_BYTES = 16 * 1024;
const MAX_LINK_LENGTH = 500;
const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

type AbuseDeps = Pick<Deps, 'store' | 'settings' | 'ids' | 'clock' | 'log' | 'sharedLimits'>;

/** Writes each outcome as a page, or as JSON. */
interface Voice {
  thanks(): Reply;
  problem(pointer: '/link' | '/category' | '/message', detail: string, given: Partial<GivenReport>): Reply;
  tooMany(seconds: number): Reply;
}

export type AbusePage = (request: Request, conn: ConnInfo) => Promise<Response>;

export function createAbusePage(deps: AbuseDeps): AbusePage {
  const perNetwork = createSlidingLimit(LIMITS);

  /** Seconds to wait; 0 if this report may be sent. */
  const waitFor = async (request: Request, conn: ConnInfo): Promise<number> => {
    const { limitAddress } = readClient(request.headers, conn.address, deps.settings);
    const network = limitAddress === null ? 'unknown' : clientSubnet(limitAddress);
    const now = deps.clock();
    const wait = perNetwork.waitMs(network, now);
    if (wait > 0) return Math.ceil(wait / SECOND);
    perNetwork.count(network, now);
    const allowed = (await deps.sharedLimits?.('perStranger', `report ${network}`)) ?? true;
    return allowed ? 0 : MINUTE / SECOND;
  };

  const take = async (request: Request, conn: ConnInfo, voice: Voice, read: (text: string) => unknown) => {
    const bytes = await readBounded(request.body, MAX_BYTES);
    const given = bytes === null ? null : checked(read(new TextDecoder().decode(bytes)));
    if (given === null) return voice.problem('/message', `Must have at most ${MAX_BYTES} bytes in all.`, {});
    if ('pointer' in given) return voice.problem(given.pointer, given.detail, given.values);
    const wait = await waitFor(request, conn);
    if (wait > 0) return voice.tooMany(wait);
    const outcome = await reportLink(deps, new URL(request.url).host, given);
    if (outcome === 'full') return voice.tooMany(RETRY_AFTER);
    if (outcome === 'unknown') return voice.problem('/link', 'Must be a short link of this server.', given);
    deps.log.info({ category: given.category }, 'A link was reported');
    return voice.thanks();
  };

  return async (request, conn) => {
    const page: PageRequest = {
      method: request.method,
      language: preferredLanguage(request.headers.get('Accept-Language')?.slice(0, 256) ?? ''),
    };
    if (request.method !== 'POST') {
      const link = new URL(request.url).searchParams.get('link') ?? '';
      return toResponse(reportForm(page, { link: link.slice(0, MAX_LINK_LENGTH) }));
    }
    const type = request.headers.get('Content-Type')?.split(';', 1)[0]?.trim().toLowerCase();
    if (type === FORM) return toResponse(await take(request, conn, asPage(page), readForm));
    const voice = asJson(deps, request);
    if (type !== JSON_TYPE)
      return toResponse(voice.failure('unsupported_media_type', `Send ${FORM} or ${JSON_TYPE}.`));
    return toResponse(await take(request, conn, voice, readJson));
  };
}

const readForm = (text: string) => Object.fromEntries(new URLSearchParams(text));

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

interface Mistake {
  pointer: '/link' | '/category' | '/message';
  detail: string;
  values: Partial<GivenReport>;
}

function checked(given: unknown): GivenReport | Mistake {
  const fields = typeof given === 'object' && given !== null ? new Map(Object.entries(given)) : new Map();
  const text = (name: string) => {
    const value: unknown = fields.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const [link, message] = [text('link'), text('message').replaceAll('\r\n', '\n')];
  const category = REPORT_CATEGORIES.find((one) => one === fields.get('category'));
  const values = { link, message, ...(category && { category }) };
  if (link === '' || link.length > MAX_LINK_LENGTH)
    return { pointer: '/link', detail: 'Must be a short link of this server.', values };
  if (category === undefined)
    return { pointer: '/category', detail: `Must be one of ${REPORT_CATEGORIES.join(', ')}.`, values };
  if (message.length > MAX_MESSAGE_LENGTH || /[^\P{Cc}\n\t]|\p{Cs}/u.test(message)) {
    const detail = `Must have at most ${MAX_MESSAGE_LENGTH} characters, without control characters.`;
    return { pointer: '/message', detail, values };
  }
  return { link, category, message: message || null };
}

const FIELDS = { '/link': 'link', '/category': 'category', '/message': 'message' } as const;

const asPage = (page: PageRequest): Voice => ({
  thanks: () => reportThanks(page),
  tooMany: (seconds) => tooManyReports(page, seconds),
  problem: (pointer, _, { link = '', category, message }) =>
    reportForm(page, {
      link: link.slice(0, MAX_LINK_LENGTH),
      category,
      message: message?.slice(0, MAX_MESSAGE_LENGTH) ?? '',
      problem: FIELDS[pointer],
    }),
});

/** Problem details like those of the API. */
function asJson({ settings, ids }: AbuseDeps, request: Request) {
  const requestId = ids.requestId();
  const common = {
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'X-Request-Id': requestId,
  };
  const failure = (code: ErrorCode, detail: string, fields: FieldError[] = [], more = {}): Reply => {
    const { status, title } = ERRORS[code];
    const type = `${settings.publicUrl}/docs/errors#${code}`;
    const errors = fields.length === 0 ? {} : { errors: fields };
    const body = JSON.stringify({ type, title, status, detail, code, requestId, ...errors });
    return { status, headers: { ...common, ...more, 'Content-Type': 'application/problem+json' }, body };
  };
  return {
    failure,
    thanks: (): Reply => ({
      status: 202,
      headers: { ...common, 'Content-Type': 'application/json' },
      body: request.method === 'HEAD' ? null : JSON.stringify({ status: 'received' }),
    }),
    tooMany: (seconds: number) =>
      failure('rate_limited', `Too many reports. Try again in ${seconds} s.`, [], {
        'Retry-After': String(seconds),
      }),
    problem: (pointer: string, detail: string) => failure('validation', detail, [{ pointer, detail }]),
  };
}
