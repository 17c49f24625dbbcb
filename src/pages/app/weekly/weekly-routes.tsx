import { showPage, viewFor } from '../frame/show-page.tsx';
import { page } from '../page-route.ts';
import { readWeekly } from './read-weekly.ts';
import { readWeek } from './week.ts';
import { WeeklyPage } from './weekly-page.tsx';
import { WEEKLY_WORDS } from './words.ts';

export const weeklyRoutes = [
  page('GET /app/weekly', async (c) => {
    const view = viewFor(c);
    const week = readWeek(c.req.query('week') ?? null, view.now, view.zone);
    const weekly = await readWeekly(c.var.deps, week, view.zone);
    const { title } = WEEKLY_WORDS[view.language];
    return showPage(
      c,
      { view, title: `${title} ${week.name}`, place: 'overview', asOf: weekly.asOf },
      <WeeklyPage view={view} weekly={weekly} />,
    );
  }),
];
