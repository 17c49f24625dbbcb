const PREFIX = 'ext_';

/** The external id in a path of the form `ext_{externalId}`; null for the id of an object. */
export const externalIdIn = (id: string): string | null =>
  id.startsWith(PREFIX) ? id.slice(PREFIX.length) : null;
