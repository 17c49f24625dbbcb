/** `/abuse-reports`: what visitors have reported at `/abuse`. */
import { createRoute, z } from '@hono/zod-openapi';
import { type AbuseReport, CLOSED_REPORT_DAYS } from '../../abuse/report.ts';
import { closeReport, showReport } from '../../abuse/report-link.ts';
import { AUDIT_DAYS } from '../../audit/audit-entry.ts';
import { domainHost } from '../../links/link-domain.ts';
import type { Settings } from '../../ports.ts';
import { isoTime, isoTimeOrNull } from '../../time.ts';
import { shortUrl } from '../../urls/short-url.ts';
import { secured } from '../http/auth.ts';
import { apiRoute } from '../http/route.ts';
import { ReportCategory, ReportOutcome } from '../schemas/enums.ts';
import * as field from '../schemas/fields.ts';
import { chooseFields, fieldsQuery } from '../schemas/list-fields.ts';
import { pageQuery, readPage } from '../schemas/page.ts';
import { json, jsonBody, pageOf, problems, reportParams } from '../schemas/shapes.ts';

const ReportBody = z
  .object({
    id: z.string().openapi({ description: 'Id of the report.', example: 'rep_8fWq2xK0pLrT5vBn' }),
    at: field.timestamp.openapi({ description: 'Time of the report.' }),
    shortUrl: field.address.openapi({ description: 'The reported short link.' }),
    domain: z.string().openapi({ description: 'Domain of the short link.', example: 'go.example' }),
    slug: z.string().openapi({ description: 'Path of the short link, in lower case.', example: 'guide-wa' }),
    linkId: z
      .string()
      .nullable()
      .openapi({ description: 'Id of the link at the time of the report; null if there was none.' }),
    category: ReportCategory,
    message: z.string().nullable().openapi({ description: 'What the visitor wrote.' }),
    closedAt: field.timestamp
      .nullable()
      .openapi({ description: 'Time of closing; null for an open report.' }),
    outcome: ReportOutcome.nullable().openapi({
      description: 'What became of the report; null for an open one.',
    }),
  })
  .openapi('AbuseReport', { description: 'What a visitor has reported about a short link.' });

const ReportEdit = z.strictObject({ outcome: ReportOutcome }).openapi('AbuseReportEdit', {
  description: 'What became of a report.',
  example: { outcome: 'dismissed' },
});

const ReportPage = pageOf('AbuseReportPage', ReportBody);

const ReportList = z.strictObject({
  status: field
    .optional(z.enum(['open', 'closed']))
    .openapi({ description: 'Only open reports, or only closed ones.' }),
  ...pageQuery,
  fields: fieldsQuery('AbuseReport', ReportBody),
});

function presentReport(
  settings: Pick<Settings, 'publicUrl'>,
  { rowId: _, at, closedAt, domain, ...report }: AbuseReport,
): z.infer<typeof ReportBody> {
  return {
    ...report,
    at: isoTime(at),
    shortUrl: shortUrl(settings.publicUrl, { domain, slug: report.slug }),
    domain: domainHost(settings, domain),
    closedAt: isoTimeOrNull(closedAt),
  };
}

export const abuseReportRoutes = [
  apiRoute(
    createRoute({
      method: 'get',
      path: '/abuse-reports',
      operationId: 'listAbuseReports',
      tags: ['Abuse'],
      summary: 'List what visitors have reported, newest first',
      description: `Reports are deleted ${CLOSED_REPORT_DAYS} days after they were closed, and after ${AUDIT_DAYS} days in any case.`,
      ...secured('abuse:read'),
      request: { query: ReportList },
      responses: { 200: json(ReportPage, 'One page of reports.'), ...problems },
    }),
    async (c) => {
      const { deps } = c.var;
      const { status, fields, ...query } = c.req.valid('query');
      const { rows, nextCursor } = await readPage(c, query, (page) =>
        deps.store.abuseReports.list(status === undefined ? {} : { isClosed: status === 'closed' }, page),
      );
      const shown = rows.map((row) => presentReport(deps.settings, row));
      return c.json({ data: chooseFields(shown, fields), nextCursor }, 200);
    },
  ),
  apiRoute(
    createRoute({
      method: 'get',
      path: '/abuse-reports/{id}',
      operationId: 'getAbuseReport',
      tags: ['Abuse'],
      summary: 'Get a report',
      ...secured('abuse:read'),
      request: { params: reportParams },
      responses: { 200: json(ReportBody, 'The report.'), ...problems },
    }),
    async (c) => {
      const { deps } = c.var;
      return c.json(presentReport(deps.settings, await showReport(deps, c.req.valid('param').id)), 200);
    },
  ),
  apiRoute(
    createRoute({
      method: 'patch',
      path: '/abuse-reports/{id}',
      operationId: 'closeAbuseReport',
      tags: ['Abuse'],
      summary: 'Close a report',
      description: 'Notes what became of it. The link itself stays as it is: block it, or its host.',
      ...secured('abuse:write'),
      request: { params: reportParams, body: jsonBody(ReportEdit) },
      responses: { 200: json(ReportBody, 'The closed report.'), ...problems },
    }),
    async (c) => {
      const { deps } = c.var;
      const { outcome } = c.req.valid('json');
      return c.json(
        presentReport(deps.settings, await closeReport(deps, c.req.valid('param').id, outcome)),
        200,
      );
    },
  ),
] as const;
