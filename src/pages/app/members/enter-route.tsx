import { enterByLink } from '../../../members/sign-in-link.ts';
import { page } from '../page-route.ts';
import { usedPage } from './join-routes.tsx';
import { enter } from './sign-in-routes.tsx';
import { visitorOf } from './visitor.ts';

/** The link that signs somebody in at once. It never leaves the server's machine, so that no mail scanner opens it. */
export const enterRoute = page('GET /app/enter/:token', async (c) => {
  const { userAgent } = visitorOf(c);
  const session = await enterByLink(c.var.deps, c.req.param('token') ?? '', userAgent);
  return session === null ? usedPage(c) : enter(c, session);
});
