/** Many addresses at once: where a list is given, and the lists of the last weeks. */
import {
  LIST_DAYS,
  type LinkList,
  type ListTally,
  MAX_LINES,
  MAX_LIST_BYTES,
} from '../../../../link-lists/link-list.ts';
import type { ListProblem } from '../../../../link-lists/parse-list.ts';
import type { View } from '../../frame/view.ts';
import { Section } from '../../parts/section.tsx';
import { Picks } from '../new-page.tsx';
import type { ListForm } from './list-form.ts';
import { takenOf } from './list-page.tsx';

const MEGABYTE = 1024 * 1024;

interface ListFormPageOf {
  view: View;
  form: ListForm;
  problem: ListProblem | null;
  earlier: { list: LinkList; tally: ListTally | undefined }[];
}

export function ListFormPage({ view, form, problem, earlier }: ListFormPageOf) {
  const { words, to } = view;
  const { many } = words;
  const sentence = problem === null ? undefined : many.problem[problem.problem](problem.about);
  const isChannels = problem?.problem === 'no_channel';
  return (
    <div class="wrap">
      <div class="answer">
        <h1>{many.title}</h1>
        <p class="sample">{many.note}</p>
      </div>
      {sentence === undefined ? null : (
        <p class="status bad" role="alert">
          {many.problems} {sentence}
        </p>
      )}
      <form class="two" method="post" action={to('/app/new/list')} enctype="multipart/form-data">
        <div class="form">
          <Given view={view} form={form} problem={isChannels ? undefined : sentence} />
          <Picks
            view={view}
            head={many.channels}
            hint={many.channelsHint}
            chosen={form.channels}
            problem={isChannels ? sentence : undefined}
          />
          <div class="row submit">
            <button class="btn primary" type="submit">
              {many.check}
            </button>
          </div>
        </div>
        <aside class="will" aria-label={many.columnsHead}>
          <h2 class="h3">{many.columnsHead}</h2>
          <p>{many.columnsNote}</p>
          <pre class="u-all all-text" tabindex={0}>
            {many.example}
          </pre>
        </aside>
      </form>
      <Earlier view={view} earlier={earlier} />
    </div>
  );
}

function Given({ view, form, problem }: { view: View; form: ListForm; problem: string | undefined }) {
  const { words, format } = view;
  const { many } = words;
  return (
    <>
      <div class="field">
        <label for="list">{many.paste}</label>
        <textarea
          id="list"
          name="list"
          class="code"
          rows={10}
          spellcheck={false}
          aria-describedby="list-h"
          {...(problem === undefined ? {} : { 'aria-invalid': 'true' as const })}
        >
          {`\n${form.text}`}
        </textarea>
        <p class={problem === undefined ? 'hint' : 'err'} id="list-h">
          {problem ?? many.pasteHint(MAX_LINES, format)}
        </p>
      </div>
      <div class="field drop" data-drop>
        <label for="file">{many.file}</label>
        <input
          id="file"
          name="file"
          type="file"
          accept=".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values"
          aria-describedby="file-h"
        />
        <p class="hint" id="file-h">
          {many.fileHint(MAX_LIST_BYTES / MEGABYTE)}
        </p>
      </div>
    </>
  );
}

function progressText({ words: { many }, format }: View, tally: ListTally): string {
  const { done, all } = takenOf(tally);
  return tally.waiting > 0 ? many.progress(done, all, format) : many.done(all, format);
}

function Earlier({ view, earlier }: Pick<ListFormPageOf, 'view' | 'earlier'>) {
  const { words, format, to } = view;
  const { many } = words;
  if (earlier.length === 0) return null;
  return (
    <Section id="earlier" head={many.earlier} notes={[many.earlierNote(LIST_DAYS, format)]}>
      <ul class="results tn">
        {earlier.map(({ list, tally }) => (
          <li>
            <a href={to(`/app/new/list/${list.id}`)}>
              <bdi>{list.name ?? many.unnamed}</bdi>
            </a>
            <span>{format.dayAndTime(list.createdAt)}</span>
            <span>{tally === undefined ? '' : progressText(view, tally)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
