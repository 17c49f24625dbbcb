import { broken, type FieldRule } from '../../broken-rule.ts';
import { AppError, type Conflict, fieldError } from '../../errors.ts';
import { differsInFragment } from '../../urls/content-key.ts';
import { changedFields } from '../create/ignored-fields.ts';
import type { Content } from './content.ts';

type Field = 'url' | 'externalId' | 'utm' | 'campaign';
type Claims = Pick<Content, 'url' | 'key' | 'externalId' | 'utm' | 'campaign'>;

const RULES: Record<Field, FieldRule> = {
  url: 'content_url',
  externalId: 'content_external_id',
  utm: 'content_utm',
  campaign: 'content_campaign',
};

/** A 409 that names each field that conflicts, the content that has the stored value, and both values. */
export function contentConflict(conflicts: Conflict[]): AppError {
  const fields = [...new Set(conflicts.map(({ pointer }) => pointer))].map((pointer) =>
    // Every conflict of contents is about one of these.
    fieldError(pointer, broken(RULES[pointer.slice(1) as Field])),
  );
  const [first] = fields;
  return new AppError('content_conflict', first?.detail ?? 'Another content conflicts.', fields, conflicts);
}

/** A field of an existing content whose value conflicts with a request. */
export function conflictWith(content: Content, field: Field, requested: unknown): Conflict {
  const stored = content[field];
  const [has, wants] = [stored, requested].map((value) =>
    typeof value === 'string' && value !== '' ? value : JSON.stringify(value || null),
  );
  const detail =
    stored === requested
      ? `The content ${content.id} has this ${NAMES[field]}: ${has}.`
      : `The content ${content.id} has the ${NAMES[field]} ${has}, and the request asks for ${wants}.`;
  return { pointer: `/${field}`, detail, contentId: content.id, stored, requested };
}

const NAMES: Record<Field, string> = {
  url: 'address',
  externalId: 'external id',
  utm: 'UTM values',
  campaign: 'campaign',
};

/**
 * What a request to create a content says that the known one, found by external id or page, contradicts: its visitors
 * would not arrive where the request wants them. `atPage` is the content of the requested page.
 */
export function conflictsOf(wanted: Claims, known: Content, atPage: Content | undefined): Conflict[] {
  const { externalId } = wanted;
  const conflicts: Conflict[] = [];
  const add = (field: Field) => conflicts.push(conflictWith(known, field, wanted[field]));
  if (externalId !== null && known.externalId !== null && externalId !== known.externalId) add('externalId');
  if (known.key !== wanted.key || differsInFragment(known.url, wanted.url)) add('url');
  if (atPage && atPage.id !== known.id) conflicts.push(conflictWith(atPage, 'url', wanted.url));
  const given = { ...(wanted.utm !== null && { utm: wanted.utm }), campaign: wanted.campaign };
  for (const field of changedFields(given, known)) {
    if (field === 'utm' || (field === 'campaign' && wanted.campaign !== '')) add(field);
  }
  return conflicts;
}
