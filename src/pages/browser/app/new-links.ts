/** Shows what the form of new links would make while it is filled in, and steps through a long list. */

const TYPING_MS = 400;

/** The page that a form leads to, as a document. Null if it does not answer, or a newer request has replaced this one. */
async function pageOf(action: string, body: BodyInit, signal: AbortSignal): Promise<Document | null> {
  try {
    const response = await fetch(action, { method: 'POST', body, signal });
    return response.ok ? new DOMParser().parseFromString(await response.text(), 'text/html') : null;
  } catch {
    return null;
  }
}

/** Takes over the named parts of another page. A picture that is there already stays. */
function replaceParts(page: Document) {
  const picture = document.querySelector('[data-image] img');
  const shown = picture?.closest<HTMLElement>('[data-image]')?.dataset.image;
  for (const part of page.querySelectorAll<HTMLElement>('[data-part]')) {
    document.querySelector(`[data-part="${part.dataset.part}"]`)?.replaceChildren(...part.childNodes);
  }
  const frame = document.querySelector<HTMLElement>('[data-image]');
  if (picture && frame && !frame.querySelector('img') && frame.dataset.image === shown)
    frame.replaceChildren(picture);
}

const fieldsOf = (root: ParentNode) =>
  root.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    'form[data-preview] input:not([type=checkbox]), form[data-preview] textarea',
  );

/** Fills in what the server has read, unless somebody has written there in the meantime. */
function fill(form: HTMLFormElement, page: Document, sent: URLSearchParams) {
  for (const { name, value } of fieldsOf(page)) {
    const field = form.elements.namedItem(name);
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) || name === 'url')
      continue;
    if (field.value === (sent.get(name) ?? '') && field.value !== value) {
      field.value = value;
      field.closest('details')?.setAttribute('open', '');
    }
  }
}

const entriesOf = (form: HTMLFormElement) =>
  new URLSearchParams(
    [...new FormData(form)].filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );

function watchForm(form: HTMLFormElement) {
  const action = form.dataset.preview ?? '';
  let running = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = async (isLive: boolean) => {
    clearTimeout(timer);
    running.abort();
    running = new AbortController();
    const sent = entriesOf(form);
    if (isLive) sent.set('live', '1');
    const page = await pageOf(action, sent, running.signal);
    if (!page) return;
    replaceParts(page);
    if (!isLive) fill(form, page, sent);
  };
  const address = form.querySelector('[name=url]');
  // The address is read once it is whole: pasted, or left.
  const isWhole = ({ inputType }: InputEvent) => /^insertFrom(?:Paste|Drop)/.test(inputType);
  form.addEventListener('input', (event) => {
    clearTimeout(timer);
    if (event.target === address && event instanceof InputEvent && isWhole(event)) void show(false);
    else timer = setTimeout(() => void show(true), TYPING_MS);
  });
  address?.addEventListener('change', () => void show(false));
}

/** Sends the form of the next step again and again, until a page comes without one. */
async function runSteps(form: HTMLFormElement) {
  const button = form.querySelector('button');
  button?.setAttribute('aria-disabled', 'true');
  if (button) button.textContent = form.dataset.running ?? '';
  const { signal } = new AbortController();
  for (;;) {
    const page = await pageOf(form.action, entriesOf(form), signal);
    if (!page?.querySelector('form[data-steps]')) break;
    const progress = page.querySelector('[data-part="progress"]');
    if (progress) document.querySelector('[data-part="progress"]')?.replaceChildren(...progress.childNodes);
  }
  location.reload();
}

function watchSteps(form: HTMLFormElement) {
  let isRunning = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (isRunning) return;
    isRunning = true;
    void runSteps(form);
  });
}

/** A file may be dropped anywhere on the field for it. */
function watchDrop(zone: HTMLElement) {
  const input = zone.querySelector<HTMLInputElement>('input[type=file]');
  if (!input) return;
  zone.addEventListener('dragover', (event) => {
    event.preventDefault();
    zone.dataset.over = '';
  });
  zone.addEventListener('dragleave', () => delete zone.dataset.over);
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    delete zone.dataset.over;
    if (event.dataTransfer && event.dataTransfer.files.length > 0) input.files = event.dataTransfer.files;
  });
}

/** Buttons that open the phone's own share menu, where there is one. */
function watchShare(button: HTMLElement) {
  if (!('share' in navigator)) return;
  const { share: url = '', title = '' } = button.dataset;
  button.hidden = false;
  // Closing the menu without sharing rejects.
  button.addEventListener('click', () => void navigator.share({ title, url }).catch(() => {}));
}

export function watchNewLinks(say: (text: string) => void): void {
  const all = (selector: string) => document.querySelectorAll<HTMLElement>(selector);
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-preview]')) watchForm(form);
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-steps]')) watchSteps(form);
  for (const zone of all('[data-drop]')) watchDrop(zone);
  for (const button of all('[data-share]')) watchShare(button);
  // The policy of the page does not run its own bookmark, which is to be dragged.
  for (const link of all('[data-bookmark]')) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      say(link.dataset.bookmark ?? '');
    });
  }
}
