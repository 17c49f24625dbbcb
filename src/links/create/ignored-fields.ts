const isGiven = (value: unknown) =>
  value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);

/** Equal texts for equal fields: neither the order of tags nor that of UTM names matters. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return JSON.stringify(value.toSorted());
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return JSON.stringify(value, Object.keys(value).sort());
}

/** The names of the fields whose stored value is another. */
export function changedFields<T extends object>(given: T, stored: { [field in keyof T]: unknown }): string[] {
  return Object.entries(given)
    .filter(([field, value]) => canonical(value) !== canonical(stored[field as keyof T]))
    .map(([field]) => field);
}

/** The fields that were given and differ from what is stored; null, '' and [] count as not given. */
export function ignoredFields<T extends object>(given: T, stored: { [field in keyof T]: unknown }): string[] {
  return changedFields(given, stored).filter((field) => isGiven(given[field as keyof T]));
}
