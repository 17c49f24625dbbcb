import type { Deps } from '../../ports.ts';
import type { NewContent } from './content.ts';

/** A content that says nothing but where it is, unless `fields` say more. */
export function newContent(
  { ids, clock }: Pick<Deps, 'ids' | 'clock'>,
  fields: Pick<NewContent, 'url' | 'key'> & Partial<NewContent>,
): NewContent {
  const now = clock();
  return {
    id: ids.id('cnt'),
    externalId: null,
    title: null,
    description: null,
    image: null,
    campaign: '',
    tags: [],
    utm: null,
    archived: false,
    origin: null,
    shareCodes: false,
    createdAt: now,
    updatedAt: now,
    ...fields,
  };
}
