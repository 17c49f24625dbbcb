import { mayDo } from '../../../members/access.ts';
import { showPage, viewFor } from '../frame/show-page.tsx';
import { page } from '../page-route.ts';
import { readPeriod } from '../period.ts';
import { readFilters } from './controls.tsx';
import { OverviewPage } from './overview-page.tsx';
import { readOverview } from './read-overview.ts';
import { sightingsPage } from './sightings-page.tsx';

export const overviewRoutes = [
  page('GET /app', async (c) => {
    const view = viewFor(c);
    const query = new URL(c.req.url).searchParams;
    const period = readPeriod(query, view.now, view.zone);
    const filters = readFilters(query);
    const scope = {
      filters: Object.fromEntries(Object.entries(filters).map(([name, value]) => [name, [value]])),
      contentIds: [],
    };
    const overview = await readOverview(c.var.deps, scope, period, view.zone);
    const mayShare = mayDo(c.var.member.role, 'links:write');
    const frame = { view, title: view.words.nav.overview, place: 'overview', asOf: overview.asOf } as const;
    return showPage(c, frame, <OverviewPage {...{ view, overview, filters, mayShare }} />);
  }),

  page('GET /app/sightings', sightingsPage),
];
