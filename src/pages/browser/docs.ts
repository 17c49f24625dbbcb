/** The conveniences of `/docs`: search, copy buttons and "Try it". The page can be read without this script. */

const find = <T extends Element>(
  selector: string,
  within: Pick<ParentNode, 'querySelectorAll'> = document,
) => [...within.querySelectorAll<T>(selector)];
const search = document.querySelector<HTMLInputElement>('#search');
const found = document.querySelector('#found');
const key = document.querySelector<HTMLInputElement>('#key');

for (const element of find<HTMLElement>('[data-script]')) element.hidden = false;

// Search hides the sections that do not contain every word, and the entries that lead to them.
const sections = find<HTMLElement>('[data-search]');
const texts = new Map(sections.map((section) => [section, section.textContent.toLowerCase()]));

function applySearch(): void {
  const words = (search?.value ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  for (const section of sections) {
    section.hidden = !words.every((word) => texts.get(section)?.includes(word));
  }
  for (const group of find<HTMLElement>('[data-group]')) {
    group.hidden = find<HTMLElement>('[data-search]', group).every(({ hidden }) => hidden);
  }
  for (const link of find<HTMLAnchorElement>('.contents li > a')) {
    const target = document.getElementById(link.hash.slice(1));
    if (link.parentElement && target) link.parentElement.hidden = target.hidden;
  }
  const count = sections.filter(({ hidden }) => !hidden).length;
  if (found) found.textContent = words.length === 0 ? '' : `${count} of ${sections.length} sections`;
}
search?.addEventListener('input', applySearch);

// A link may lead to a section that the search hides.
addEventListener('hashchange', () => {
  const target = document.getElementById(location.hash.slice(1));
  if (!search || !target?.closest('[hidden]')) return;
  search.value = '';
  applySearch();
  target.scrollIntoView();
});

/** Adds a button that copies the text of an element. Browsers allow it only over HTTPS and on localhost. */
function addCopyButton(code: HTMLElement): void {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = 'Copied';
    setTimeout(() => {
      button.textContent = 'Copy';
    }, 2000);
  });
  code.parentNode?.insertBefore(button, code);
}
if (navigator.clipboard) for (const code of find<HTMLElement>('pre.code:not(.result *)')) addCopyButton(code);

// A language that is opened for one operation is opened for all.
for (const chosen of find<HTMLDetailsElement>('.samples details')) {
  chosen.firstElementChild?.addEventListener('click', () => {
    if (chosen.open) return;
    for (const other of find<HTMLDetailsElement>('.samples details')) {
      other.open = other.dataset.language === chosen.dataset.language && other !== chosen;
    }
  });
}

/** The request that the fields of a form describe. Empty fields are left out. */
function requestOf(form: HTMLFormElement): Request {
  const { method = 'GET', path = '' } = form.dataset;
  const url = new URL(path, location.origin);
  for (const { name, value, dataset } of find<HTMLInputElement>('input', form)) {
    if (dataset.in === 'path') {
      url.pathname = url.pathname.replace(`%7B${name}%7D`, encodeURIComponent(value));
    } else if (value !== '') url.searchParams.set(name, value);
  }
  const headers = new Headers({ Authorization: `Bearer ${key?.value.trim() ?? ''}` });
  const body = form.querySelector('textarea')?.value;
  if (body === undefined) return new Request(url, { method, headers });
  headers.set('Content-Type', 'application/json');
  return new Request(url, { method, headers, body });
}

/** The body as people read it: JSON with line breaks, other text as it is. */
function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

async function send(form: HTMLFormElement): Promise<void> {
  const status = form.querySelector<HTMLElement>('[role=status]');
  const result = form.querySelector<HTMLElement>('.result');
  const text = result?.querySelector('pre');
  if (!status || !result || !text) return;
  status.textContent = 'Waiting for the answer …';
  try {
    const answer = await fetch(requestOf(form), { credentials: 'omit', cache: 'no-store' });
    const body = await answer.text();
    status.textContent = `Answer: ${answer.status} ${answer.statusText}`;
    text.textContent = readable(body);
    result.hidden = body === '';
  } catch (error) {
    status.textContent = `The request failed: ${error instanceof Error ? error.message : error}`;
    result.hidden = true;
  }
}

for (const form of find<HTMLFormElement>('.try form')) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const isDelete = form.dataset.method === 'DELETE';
    if (!isDelete || confirm('This deletes data. Send the request?')) send(form);
  });
}
