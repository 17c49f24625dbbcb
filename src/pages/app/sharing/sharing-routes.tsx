import { editContent } from '../../../links/contents/edit-content.ts';
import { showContent } from '../../../links/contents/show-content.ts';
import { mayDo } from '../../../members/access.ts';
import { found } from '../contents/found.ts';
import { MOST_LINKS } from '../contents/read-content.ts';
import { showPage, viewFor } from '../frame/show-page.tsx';
import { page } from '../page-route.ts';
import { readChoices } from './read-choices.ts';
import { ShareButtonsPage } from './share-buttons-page.tsx';

export const sharingRoutes = [
  page('GET /app/contents/:id/share-buttons', (c) =>
    found(c, async () => {
      const { deps, member } = c.var;
      const view = viewFor(c);
      const content = await showContent(deps, c.req.param('id') ?? '');
      const links = await deps.store.links.ofContent(content.rowId, { after: 0, limit: MOST_LINKS });
      return showPage(
        c,
        { view, title: view.words.sharing.buttons.link, place: 'content' },
        <ShareButtonsPage
          view={view}
          content={content}
          links={links}
          choices={readChoices(new URL(c.req.url).searchParams, view.language)}
          publicUrl={deps.settings.publicUrl}
          mayEdit={mayDo(member.role, 'links:write')}
        />,
      );
    }),
  ),

  page('POST /app/contents/:id/share-codes', (c) =>
    found(c, async () => {
      const form = await c.req.formData().catch(() => new FormData());
      const content = await editContent(c.var.deps, c.req.param('id') ?? '', {
        shareCodes: form.get('on') === '1',
      });
      return c.redirect(viewFor(c).to(`/app/contents/${content.id}/share-buttons`), 303);
    }),
  ),
];
