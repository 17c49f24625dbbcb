/** Keeps the live list up to date: by events where the server sends them, else by asking. */
import { createList, elementOf, type Message, type Words } from './live-list.ts';
import { askAgain, type Handlers, listen } from './live-source.ts';
import { say } from './say.ts';

function showPulse({ answer, hour }: NonNullable<Message['pulse']>) {
  const heading = document.getElementById('live-answer');
  const section = document.getElementById('hour');
  const next = elementOf(hour, 'section');
  heading?.replaceChildren(...(elementOf(`<div>${answer}</div>`, 'div')?.childNodes ?? []));
  // An open table stays as it is while it is read.
  if (section && next && !section.querySelector('details[open]')) section.replaceWith(next);
}

/** Shows a sentence above the list; none hides it. */
function createStatus() {
  const status = document.getElementById('live-status');
  return (text: string) => {
    if (!status || status.textContent === text) return;
    status.hidden = text === '';
    status.textContent = text;
    if (text) say(text);
  };
}

function watch(root: HTMLElement) {
  const { live = '', poll = '', words: text = '{}' } = root.dataset;
  const words: Words = JSON.parse(text);
  const list = createList(root, words);
  const tell = createStatus();
  let position = root.dataset.after ?? '';
  let stop: (() => void) | null = null;
  let isOver = false;
  let isStreamed = root.dataset.streams !== undefined;

  const behind = (address: string) => {
    const url = new URL(address, location.href);
    url.searchParams.set('after', position);
    return url;
  };
  const handlers: Handlers = {
    news(message) {
      ({ position } = message);
      tell(message.isCut ? words.cut : '');
      list.add(message.rows);
      if (message.pulse) showPulse(message.pulse);
    },
    quiet(at) {
      position = at;
      tell('');
    },
    opened: () => tell(''),
    ended() {
      isOver = true;
      tell(words.ended);
    },
    lost: () => tell(words.lost),
  };
  const start = () => {
    if (isOver || stop) return;
    if (isStreamed)
      stop = listen(behind(live).href, handlers, () => {
        isStreamed = false;
        stop = null;
        start();
      });
    else
      stop = askAgain((isPulseDue) => {
        const url = behind(poll);
        if (isPulseDue) url.searchParams.set('pulse', '1');
        return url.href;
      }, handlers);
  };
  // A tab that nobody looks at needs no connection, and goes on from where it was.
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) return start();
    stop?.();
    stop = null;
  });
  start();

  const button = document.getElementById('live-pause');
  if (!button) return;
  button.hidden = false;
  button.addEventListener('click', () => {
    const isPaused = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', String(isPaused));
    const label = button.querySelector('span');
    if (label) label.textContent = isPaused ? words.resume : words.pause;
    list.pause(isPaused);
  });
}

export function watchLive(): void {
  for (const root of document.querySelectorAll<HTMLElement>('[data-live]')) watch(root);
}
