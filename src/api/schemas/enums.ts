/** Sets of values with a name of their own in the document. */
import { z } from '@hono/zod-openapi';
import { REPORT_CATEGORIES, REPORT_OUTCOMES } from '../../abuse/report.ts';
import { ACTIONS } from '../../audit/audit-entry.ts';
import { CHANNEL_NAMES } from '../../channels/registry.ts';
import { CERTAINTIES, HIT_KINDS, type RefusalReason } from '../../hits/hit.ts';
import { REASONS, type Reason } from '../../hits/reasons.ts';
import { GRANTED_SCOPES } from '../../keys/scope.ts';
import { LANGUAGES } from '../../language.ts';
import { STATUS_CODES } from '../../links/link.ts';
import { SIGHTING_DIMENSIONS } from '../../sightings/sighting.ts';
import { DIMENSION_NAMES } from '../../stats/dimensions.ts';
import { REFUSAL_DIMENSIONS, REFUSAL_REASONS } from '../../stats/refusals.ts';

/** The values of a table with what each of them means, as a list. */
const meanings = (table: Record<string, string>) =>
  Object.entries(table)
    .map(([value, meaning]) => `- \`${value}\`: ${meaning}`)
    .join('\n');

/** The keys of a table, of which there is at least one. */
const keysOf = <Key extends string>(table: Record<Key, string>) => Object.keys(table) as [Key, ...Key[]]; // a Record has no other keys

export const Channel = z
  .enum(CHANNEL_NAMES)
  .openapi('Channel', { description: 'Channel in which a link is shared.' });

export const ChannelKind = z
  .enum(['private', 'public', 'offline'])
  .openapi('ChannelKind', { description: 'Who can see what is shared in a channel.' });

export const Language = z
  .enum(LANGUAGES)
  .openapi('Language', { description: 'Language of pages: English or French.' });

export const RedirectStatus = z.literal(STATUS_CODES).openapi('RedirectStatus', {
  enum: [...STATUS_CODES],
  description: 'HTTP status of a redirect.',
});

export const HitKind = z.enum(HIT_KINDS).openapi('HitKind', {
  description:
    'What opened the link: a person (`click`), the same person again within a second (`repeat`), a preview fetcher, a prefetching browser, mail security (`scanner`), or another program (`bot`).',
});

export const HitReason = z.enum(keysOf<Reason>(REASONS)).openapi('HitReason', {
  description: `Why a hit is not a click, or why a click is flagged:\n\n${meanings(REASONS)}`,
});

export const Certainty = z.enum(CERTAINTIES).openapi('Certainty', {
  description:
    'How certain an app is. `sure`: it sends its own token. `family`: several apps share the token. `claimed`: anybody could send it.',
});

export const TurnedAwayReason = z.enum(keysOf<RefusalReason>(REFUSAL_REASONS)).openapi('TurnedAwayReason', {
  description: `Why a visitor was not redirected:\n\n${meanings(REFUSAL_REASONS)}`,
});

export const StatsDimension = z
  .enum(DIMENSION_NAMES)
  .openapi('StatsDimension', { description: 'What hits can be grouped by.' });

export const SightingDimension = z
  .enum(SIGHTING_DIMENSIONS)
  .openapi('SightingDimension', { description: 'What sightings can be grouped by.' });

export const TurnedAwayDimension = z
  .enum(REFUSAL_DIMENSIONS)
  .openapi('TurnedAwayDimension', { description: 'What visits that were turned away can be grouped by.' });

export const Scope = z.enum(GRANTED_SCOPES).openapi('Scope', {
  description:
    'What a key may do. `…:write` includes `…:read`, and `admin` includes everything. `shares:write` is for publishable keys.',
});

export const AuditAction = z
  .enum(ACTIONS)
  .openapi('AuditAction', { description: 'Kind of object, and what happened to it.' });

export const ReportCategory = z
  .enum(REPORT_CATEGORIES)
  .openapi('ReportCategory', { description: 'What a visitor says is wrong with a link.' });

export const ReportOutcome = z.enum(REPORT_OUTCOMES).openapi('ReportOutcome', {
  description: '`blocked`: the team has stopped the link. `dismissed`: there was nothing to do.',
});
