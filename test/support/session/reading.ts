/** Statistics, hits and sightings, as JSON and as files. */
import { get, read, type Step } from './step.ts';

const CSV = { headers: { Accept: 'text/csv' } };
const NDJSON = { headers: { Accept: 'application/x-ndjson' } };

const stats: Step[] = [
  read('/stats'),
  read('/stats?groupBy=link'),
  read('/stats?groupBy=content'),
  read('/stats?groupBy=channel'),
  read('/stats?groupBy=channel', 200, CSV),
  read('/stats?groupBy=channel,kind', 422),
  read('/stats?groupBy=domain'),
  read('/stats?groupBy=campaign'),
  read('/stats?groupBy=tag'),
  read('/stats?groupBy=mark'),
  read('/stats?groupBy=mark,app'),
  read('/stats?groupBy=hour'),
  read('/stats?groupBy=day&timezone=Asia%2FKathmandu'),
  read('/stats?groupBy=week,channel&timezone=Europe%2FParis'),
  read('/stats?groupBy=month'),
  read('/stats?groupBy=country'),
  read('/stats?groupBy=device,os'),
  read('/stats?groupBy=browser'),
  read('/stats?groupBy=app'),
  read('/stats?groupBy=referrer&format=csv'),
  read('/stats?groupBy=referrer,mark&sort=-hits&limit=3'),
  read('/stats?groupBy=link&sort=-hits&limit=2'),
  read('/stats?contentId={guide.id}&groupBy=link,day'),
  read('/stats?linkId={alpha.id},{two.id}&groupBy=link'),
  read('/stats?channel=slack,whatsapp&app=slack'),
  read('/stats?from=2020-01-01&to=2020-02-01&groupBy=day'),
  read('/stats?timezone=Mars%2FBase', 422),
  read('/stats?groupBy=link,content,day', 422),
  read('/stats', 406, { headers: { Accept: 'image/png' } }),
  read('/stats?groupBy=tag', 304, { headers: { 'If-None-Match': '{tagged.headers.etag}' } }),
];

const hits: Step[] = [
  read('/hits?limit=5', 200, { as: 'hits' }),
  read('/hits?limit=5&cursor={hits.nextCursor}', 200, { as: 'older' }),
  read('/hits?limit=1000&cursor={older.nextCursor}'),
  read('/hits', 200, CSV),
  read('/hits?format=ndjson'),
  read('/hits?kind=preview,prefetch'),
  read('/hits?kind=click&limit=20', 200, NDJSON),
  read('/hits?app=slack', 200, CSV),
  read('/hits?mark=newsletter'),
  read('/hits?linkId={alpha.id}&kind=bot,scanner'),
  read('/hits?contentId={guide.id}&referrer=news.example'),
  read('/hits?cursor=nonsense', 422),
  read('/hits?kind=human', 422),
  read('/hits?linkId=lnk_none'),
];

const sightings: Step[] = [
  read('/sightings'),
  read('/sightings?crossed=true'),
  read('/sightings?crossed=false&limit=1', 200, { as: 'seenIn' }),
  read('/sightings?crossed=false&limit=1&cursor={seenIn.nextCursor}'),
  read('/sightings', 200, CSV),
  read('/sightings', 200, NDJSON),
  read('/sightings?app=whatsapp&certainty=sure&contentId={guide.id}'),
  read('/sightings?certainty=perhaps', 422),
];

const totals: Step[] = [
  read('/links/{alpha.id}'),
  read('/links/{two.id}'),
  read('/contents/{guide.id}'),
  get('/links?limit=100'),
];

const tagged = read('/stats?groupBy=tag', 200, { as: 'tagged' });

export const reading: Step[] = [tagged, ...stats, ...hits, ...sightings, ...totals];

export const readingAgain: Step[] = [
  read('/links/{alpha.id}'),
  read('/stats?groupBy=link'),
  read('/stats?groupBy=mark', 200, CSV),
  read('/stats?groupBy=app,channel'),
  read('/hits?limit=30'),
  read('/hits?mark=again,chat', 200, NDJSON),
  read('/links?limit=100'),
];
