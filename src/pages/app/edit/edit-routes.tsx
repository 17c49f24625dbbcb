/** The pages on which contents and links are changed. */
import { countLinks } from '../../../links/contents/count-links.ts';
import { editReadContent } from '../../../links/contents/edit-content.ts';
import { showContent } from '../../../links/contents/show-content.ts';
import { editReadLink } from '../../../links/edit-link.ts';
import type { Link } from '../../../links/link.ts';
import { showLink } from '../../../links/show-link.ts';
import { mayDo } from '../../../members/access.ts';
import { shortUrl } from '../../../urls/short-url.ts';
import { found } from '../contents/found.ts';
import type { AppContext } from '../env.ts';
import { showPage, viewFor } from '../frame/show-page.tsx';
import { page } from '../page-route.ts';
import { readFormData } from '../parts/form-data.ts';
import { channelLabel, shortAddress } from '../parts/name-texts.ts';
import { Title } from '../parts/names.tsx';
import { CONTENT_FIELDS, type ContentField } from './content-fields.ts';
import { ContentForm } from './content-form.tsx';
import { BLOCKED_FIELD, LINK_FIELDS, type LinkField } from './link-fields.ts';
import { LinkForm } from './link-form.tsx';
import { FormPage, type FormState } from './parts.tsx';
import { openedForm, saveEdit, type Unsaved } from './save-edit.ts';
import { lastChanger, StaleNotice } from './stale-notice.tsx';
import { StateSection } from './state-section.tsx';
import { EDIT_WORDS } from './words.ts';

/** Room for two addresses and a description, as they were and as they are. */
const MAX_BYTES = 256 * 1024;

interface Shown<Name extends string> {
  form: FormState<Name>;
  status: 200 | 409 | 422;
  /** When the form was opened, if somebody has changed it since: UTC milliseconds. */
  staleSince: number | null;
}

/** What is shown of a form that was not saved. */
function unsaved<Name extends string>(
  { outcome, form }: Unsaved<unknown, Name>,
  sent: URLSearchParams,
): Shown<Name> {
  const opened = Number(sent.get('opened'));
  return outcome === 'stale'
    ? { form, status: 409, staleSince: Number.isSafeInteger(opened) ? opened : 0 }
    : { form, status: 422, staleSince: null };
}

async function noticeFor(c: AppContext, objectId: string, staleSince: number | null) {
  if (staleSince === null) return null;
  return <StaleNotice view={viewFor(c)} changer={await lastChanger(c.var.deps, objectId, staleSince)} />;
}

async function contentPage(c: AppContext, id: string, { form, status, staleSince }: Shown<ContentField>) {
  const view = viewFor(c);
  const { deps, member } = c.var;
  const content = await showContent(deps, id);
  const words = EDIT_WORDS[view.language];
  const back = `/app/contents/${content.id}`;
  const facts = await countLinks(deps, content);
  const notice = await noticeFor(c, content.id, staleSince);
  const mayErase = mayDo(member.role, 'admin');
  return showPage(
    c,
    { view, title: words.editContent, place: 'content', status },
    <FormPage
      view={view}
      form={form}
      action={`${back}/edit`}
      back={back}
      title={words.editContent}
      runtime={deps.runtime.kind}
      about={<Title title={content.title} url={content.url} />}
      notice={notice}
      after={<StateSection view={view} path={back} isArchived={content.archived} mayErase={mayErase} />}
    >
      <ContentForm view={view} form={form} facts={facts} />
    </FormPage>,
  );
}

const linkFields = (c: AppContext) =>
  mayDo(c.var.member.role, 'admin') ? [...LINK_FIELDS, BLOCKED_FIELD] : LINK_FIELDS;

async function linkPage(c: AppContext, link: Link, { form, status, staleSince }: Shown<LinkField>) {
  const view = viewFor(c);
  const { deps, member } = c.var;
  const words = EDIT_WORDS[view.language];
  const back = `/app/links/${link.id}`;
  const content = await deps.store.contents.get(link.contentId);
  const notice = await noticeFor(c, link.id, staleSince);
  const title = words.editLink(channelLabel(link.channel, view.language));
  const isAdmin = mayDo(member.role, 'admin');
  return showPage(
    c,
    { view, title, place: 'content', status },
    <FormPage
      view={view}
      form={form}
      action={`${back}/edit`}
      back={back}
      title={title}
      runtime={deps.runtime.kind}
      about={<bdi>{shortAddress(shortUrl(deps.settings.publicUrl, link))}</bdi>}
      notice={notice}
      after={<StateSection view={view} path={back} isArchived={link.archived} mayErase={isAdmin} />}
    >
      <LinkForm view={view} form={form} link={link} content={content} mayBlock={isAdmin} />
    </FormPage>,
  );
}

const idOf = (c: AppContext) => c.req.param('id') ?? '';
const fresh = { status: 200, staleSince: null } as const;

export const editRoutes = [
  page('GET /app/contents/:id/edit', (c) =>
    found(c, async () => {
      const content = await showContent(c.var.deps, idOf(c));
      return contentPage(c, content.id, {
        form: openedForm(CONTENT_FIELDS, content, viewFor(c).zone),
        ...fresh,
      });
    }),
  ),
  page('POST /app/contents/:id/edit', (c) =>
    found(c, async () => {
      const view = viewFor(c);
      const { deps } = c.var;
      const { id } = await showContent(deps, idOf(c));
      const sent = await readFormData(c, MAX_BYTES);
      let moved = 0;
      const saved = await saveEdit({
        ...{ fields: CONTENT_FIELDS, sent, view },
        read: () => showContent(deps, id),
        async write(content, patch) {
          const facts = patch.url === undefined ? null : await countLinks(deps, content);
          moved = facts === null || facts.isCut ? 0 : facts.moving;
          return editReadContent(deps, content, patch);
        },
      });
      if ('form' in saved) return contentPage(c, id, unsaved(saved, sent));
      const notice = moved > 0 ? { notice: 'moved', n: String(moved) } : { notice: saved.outcome };
      return c.redirect(view.to(`/app/contents/${id}`, notice), 303);
    }),
  ),
  page('GET /app/links/:id/edit', (c) =>
    found(c, async () => {
      const link = await showLink(c.var.deps, idOf(c));
      return linkPage(c, link, { form: openedForm(linkFields(c), link, viewFor(c).zone), ...fresh });
    }),
  ),
  page('POST /app/links/:id/edit', (c) =>
    found(c, async () => {
      const view = viewFor(c);
      const { deps } = c.var;
      const { id } = await showLink(deps, idOf(c));
      const sent = await readFormData(c, MAX_BYTES);
      const saved = await saveEdit({
        ...{ fields: linkFields(c), sent, view },
        read: () => showLink(deps, id),
        write: (link, patch) => editReadLink(deps, link, patch),
      });
      if ('form' in saved) return linkPage(c, saved.stored, unsaved(saved, sent));
      return c.redirect(view.to(`/app/links/${id}`, { notice: saved.outcome }), 303);
    }),
  ),
];
