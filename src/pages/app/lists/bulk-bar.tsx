/** What can be done with the ticked rows of a list. */
import { CONFIRM_WORDS } from '../confirm/words.ts';
import type { View } from '../frame/view.ts';
import { LIST_FILTERS, type ListKind, type ListQuery } from './list-query.ts';
import { BULK_FORM } from './list-rows.tsx';

interface BulkBarOf {
  view: View;
  kind: ListKind;
  query: ListQuery;
  /** Whether the list has other pages. */
  hasMore: boolean;
}

/** The list that the form is about, so that it can be shown again, and its other pages be found. */
function ListFields({ view, query }: Pick<BulkBarOf, 'view' | 'query'>) {
  const kept = [...LIST_FILTERS, 'state'] as const;
  return (
    <>
      <input type="hidden" name="list" value={view.here({ notice: null, n: null }).split('?')[1] ?? ''} />
      {kept.map((name) =>
        query[name] === '' ? null : <input type="hidden" name={name} value={query[name]} />,
      )}
    </>
  );
}

export function BulkBar({ view, kind, query, hasMore }: BulkBarOf) {
  const { bulk } = CONFIRM_WORDS[view.language];
  const action = (name: 'tag' | 'untag' | 'archive' | 'unarchive' | 'delete') => (
    <button class="btn" type="submit" name="do" value={name}>
      {bulk[name]}
    </button>
  );
  return (
    <form id={BULK_FORM} class="bulk" method="post" action={view.to(`/app/${kind}/bulk`)}>
      <ListFields view={view} query={query} />
      <fieldset>
        <legend>
          {bulk.label} <span class="muted" data-ticked={bulk.ticked(0, view.format)} hidden />
        </legend>
        <div class="row">
          <input type="text" name="tags" aria-label={bulk.tags} placeholder={bulk.tags} maxlength={300} />
          {action('tag')}
          {action('untag')}
          {query.state === 'archived' ? null : action('archive')}
          {query.state === 'live' ? null : action('unarchive')}
          {action('delete')}
        </div>
        {hasMore ? (
          <label class="tickbox">
            <input type="checkbox" name="all" value="on" />
            {bulk.all}
          </label>
        ) : null}
      </fieldset>
    </form>
  );
}
