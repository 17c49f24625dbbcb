/** What the API says about an invalid value, in place of zod's own English. */
import { z } from '@hono/zod-openapi';

type Issue = z.core.$ZodRawIssue;

const TYPES = new Map<string, string>([
  ['string', 'a string'],
  ['number', 'a number'],
  ['int', 'an integer'],
  ['boolean', 'true or false'],
  ['array', 'an array'],
  ['object', 'an object'],
]);

/** Units of what is counted; a number has none. */
const UNITS = new Map<string, string>([
  ['string', 'characters'],
  ['array', 'items'],
]);

/** A sentence for an issue whose schema has no message of its own. The field is named by the pointer next to it. */
export function explainIssue(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'This field is required.';
      return `Must be ${TYPES.get(issue.expected) ?? issue.expected}.`;
    case 'invalid_value':
      return `Must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}.`;
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return 'Must not be empty.';
      return `Must ${bound('at least', issue.minimum, issue.origin)}.`;
    case 'too_big':
      return `Must ${bound('at most', issue.maximum, issue.origin)}.`;
    default:
      return 'Invalid value.';
  }
}

function bound(limit: string, value: number | bigint, origin: string): string {
  const unit = UNITS.get(origin);
  if (unit === undefined) return `be ${limit} ${value}`;
  return `have ${limit} ${value} ${value === 1 ? unit.slice(0, -1) : unit}`;
}

z.config({ localeError: explainIssue });
