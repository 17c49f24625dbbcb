import type { Child } from 'hono/jsx';
import { mayDo } from '../../../members/access.ts';
import type { AppContext } from '../env.ts';
import { type Frame, Layout } from './layout.tsx';
import { type View, viewOf } from './view.ts';

/** How the member who asks sees a page. */
export function viewFor(c: AppContext): View {
  const { language, member, deps } = c.var;
  return viewOf(c.req.url, { language, zone: member.timezone }, deps.clock());
}

/** What a page of the application may answer. */
export type PageStatus = 200 | 400 | 403 | 404 | 409 | 410 | 422 | 429 | 500 | 503;

type Shown = Pick<Frame, 'view' | 'title' | 'place'> & {
  asOf?: number | null;
  status?: PageStatus;
};

/** Answers a complete page of the application. */
export function showPage(c: AppContext, { status = 200, asOf = null, ...frame }: Shown, body: Child) {
  const { member } = c.var;
  const page = (
    <Layout {...frame} asOf={asOf} account={member.name} mayMake={mayDo(member.role, 'links:write')}>
      {body}
    </Layout>
  );
  return c.html(`<!doctype html>${page}`, status);
}
