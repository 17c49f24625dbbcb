import { mayDo } from '../../../members/access.ts';
import { showPage, viewFor } from '../frame/show-page.tsx';
import { page } from '../page-route.ts';
import { shortAddress, titleText } from '../parts/names.tsx';
import { ContentPage } from './content-page.tsx';
import { found } from './found.ts';
import { listRoutes } from './list-routes.tsx';
import { qrRoutes } from './qr-routes.tsx';
import { readContent } from './read-content.ts';

export const contentRoutes = [
  ...listRoutes,

  page('GET /app/contents/:id', (c) =>
    found(c, async () => {
      const view = viewFor(c);
      const { deps, member } = c.var;
      const content = await readContent(deps, c.req.param('id') ?? '', view.zone);
      const { title, url } = content.content;
      const frame = {
        view,
        title: title === null ? shortAddress(url) : titleText(title),
        asOf: content.asOf,
      } as const;
      const mayEdit = mayDo(member.role, 'links:write');
      const { publicUrl } = deps.settings;
      return showPage(
        c,
        { ...frame, place: 'content' },
        <ContentPage view={view} content={content} publicUrl={publicUrl} mayEdit={mayEdit} />,
      );
    }),
  ),

  ...qrRoutes,
];
