import { mayDo } from '../../../members/access.ts';
import { shortUrl } from '../../../urls/short-url.ts';
import { Notice } from '../confirm/notice.tsx';
import { showPage, viewFor } from '../frame/show-page.tsx';
import { listRoutes } from '../lists/list-routes.tsx';
import { page } from '../page-route.ts';
import { shortAddress, titleText } from '../parts/name-texts.ts';
import { ContentPage } from './content-page.tsx';
import { found } from './found.ts';
import { LinkPage } from './link-page.tsx';
import { qrRoutes } from './qr-routes.tsx';
import { readContent, readLink } from './read-content.ts';

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
        <ContentPage
          view={view}
          content={content}
          publicUrl={publicUrl}
          mayEdit={mayEdit}
          notice={<Notice c={c} kind="contents" />}
        />,
      );
    }),
  ),

  page('GET /app/links/:id', (c) =>
    found(c, async () => {
      const view = viewFor(c);
      const { deps, member } = c.var;
      const { publicUrl } = deps.settings;
      const shown = await readLink(deps, c.req.param('id') ?? '', view.zone);
      const frame = { view, title: shortAddress(shortUrl(publicUrl, shown.link)), asOf: shown.asOf } as const;
      return showPage(
        c,
        { ...frame, place: 'content' },
        <LinkPage
          view={view}
          shown={shown}
          publicUrl={publicUrl}
          mayEdit={mayDo(member.role, 'links:write')}
          notice={<Notice c={c} kind="links" />}
        />,
      );
    }),
  ),

  ...qrRoutes,
];
