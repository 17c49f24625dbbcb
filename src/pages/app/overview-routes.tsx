import { framed } from './frame.tsx';
import { page } from './page-route.ts';

export const overviewRoutes = [page('GET /app', (c) => framed(c, 'Sotto', <p>{c.var.member.name}</p>))];
