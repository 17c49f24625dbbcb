/** Fills the form with what a page says of itself. */
import type { PageReader, PageReading, ReadDeps } from '../../../page-facts/read-page.ts';
import type { AppContext, PageDeps } from '../env.ts';
import { type NewForm, withScheme } from './read-form.ts';

/** How the page was read: null if it was not, because it has been before or must not be. */
export interface Filled {
  form: NewForm;
  trouble: Extract<PageReading, { trouble: unknown }> | null;
  /** The image as a `data:` URL, if it could be loaded. */
  picture: string | null;
}

const mayRead = (deps: PageDeps): deps is PageDeps & ReadDeps => deps.outgoing !== undefined;

/**
 * Reads the page at the entered address, once. A field is filled if it is empty or still has what the last page said: what
 * a member has written stays.
 */
export async function fillForm(c: AppContext, reader: PageReader, form: NewForm): Promise<Filled> {
  const { deps, member } = c.var;
  if (!mayRead(deps) || form.url === '') return { form, trouble: null, picture: null };
  const { filled, trouble } = await readOnce(deps, { reader, memberId: member.id, form });
  const picture = filled.image === '' ? null : await reader.readImage(deps, member.id, filled.image);
  return { form: filled, trouble, picture };
}

async function readOnce(
  deps: ReadDeps,
  { reader, memberId, form }: { reader: PageReader; memberId: string; form: NewForm },
) {
  const address = withScheme(form.url);
  if (form.read === address) return { filled: form, trouble: null };
  const reading = await reader.readPage(deps, memberId, address);
  if ('trouble' in reading) return { filled: { ...form, read: address }, trouble: reading };
  const { title, description, image } = reading.facts;
  const merged = (own: string, before: string, now: string | null) =>
    own === '' || own === before ? (now ?? '') : own;
  const filled: NewForm = {
    ...form,
    title: merged(form.title, form.readTitle, title),
    description: merged(form.description, form.readDescription, description),
    image: merged(form.image, form.readImage, image),
    read: address,
    readTitle: title ?? '',
    readDescription: description ?? '',
    readImage: image ?? '',
  };
  return { filled, trouble: null };
}
