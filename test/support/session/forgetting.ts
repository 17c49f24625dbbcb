/** Stored visits are exported and erased; links and contents are deleted. */
import { get, look, read, remove, type Step } from './step.ts';

export const forgetting: Step[] = [
  get('/links/{erase.id}/export', 200, { isRead: true }),
  get('/contents/{guide.id}/export', 200, { isRead: true }),
  get('/contents/ext_page%2F7%20%C3%BC/export', 200, { isRead: true }),
  get('/links/lnk_none/export', 404),
  get('/links/{erase.id}/export', 403, { key: '{writer.key}' }),
  remove('/links/{erase.id}/hits', 202),
  read('/hits?linkId={erase.id}'),
  remove('/links/lnk_none/hits', 404),
  remove('/contents/{books.id}/hits', 202),
  remove('/links/{alpha.id}'),
  look('/Alpha', 410),
  read('/hits?linkId={alpha.id}'),
  remove('/contents/{plain.id}'),
  get('/contents/{plain.id}', 404),
  // The deleted links were the only ones of their channels, so the sums no longer contain these channels.
  read('/stats?groupBy=channel', 200, { until: /^(?!.*"(?:discord|messenger)")/ }),
  read('/stats?linkId={erase.id}'),
  read('/stats?linkId={alpha.id}'),
  read('/stats'),
  read('/sightings?linkId={erase.id}'),
  read('/hits', 200, { headers: { Accept: 'text/csv' } }),
];
