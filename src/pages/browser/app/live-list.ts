/** The rows of the live list, and what people are told of them. */
import { say } from './say.ts';

export interface Message {
  rows: { id: string; sequence: number; html: string; fits: boolean }[];
  isCut: boolean;
  position: string;
  pulse: { answer: string; hour: string } | null;
}

export type Row = Message['rows'][number];

export interface Words {
  pause: string;
  resume: string;
  more: [one: string, other: string];
  arrived: [one: string, other: string];
  cut: string;
  lost: string;
  ended: string;
}

/** People who listen to the page are told of new rows this often at most. */
const SAY_MS = 15_000;

const counted = ([one, other]: [string, string], count: number) =>
  count === 1 ? one : other.replace('{}', String(count));

export function elementOf(html: string, selector: string): Element | null {
  const template = document.createElement('template');
  template.innerHTML = html;
  return template.content.querySelector(selector);
}

/** The rows of the list. New ones wait while the reader has stopped the list or reads further down. */
export function createList(root: HTMLElement, words: Words) {
  const body = root.querySelector('tbody');
  const none = document.getElementById('live-none');
  const more = document.getElementById('live-more');
  const most = Number(root.dataset.most);
  let waiting: Row[] = [];
  let unsaid = 0;
  let saidAt = 0;
  let isPaused = false;

  const place = ({ sequence, html }: Row) => {
    const row = elementOf(html, 'tr');
    const next = [...(body?.children ?? [])].find(
      (each) => Number((each as HTMLElement).dataset.sequence) < sequence,
    );
    if (row) body?.insertBefore(row, next ?? null);
    while (body && body.childElementCount > most) body.lastElementChild?.remove();
    if (none) none.hidden = true;
  };
  const isReading = () =>
    isPaused ||
    (body?.getBoundingClientRect().top ?? 0) < 0 ||
    Boolean(body?.contains(document.activeElement));
  const announce = () => {
    if (unsaid === 0 || Date.now() - saidAt < SAY_MS) return;
    say(counted(words.arrived, unsaid));
    [unsaid, saidAt] = [0, Date.now()];
  };
  const offer = () => {
    if (!more) return;
    more.hidden = waiting.length === 0;
    more.textContent = counted(words.more, waiting.length);
  };
  const flush = () => {
    for (const row of waiting) place(row);
    waiting = [];
    offer();
  };
  const take = (row: Row) => {
    const shown = document.getElementById(row.id);
    const held = waiting.findIndex(({ id }) => id === row.id);
    if (shown) {
      // A row that somebody is working with keeps its place and its focus.
      if (!shown.contains(document.activeElement)) shown.replaceWith(elementOf(row.html, 'tr') ?? shown);
    } else if (held >= 0) waiting[held] = row;
    else if (row.fits) {
      waiting = [...waiting, row].slice(-most);
      unsaid++;
    }
  };
  more?.addEventListener('click', () => {
    flush();
    root.scrollIntoView({ block: 'start' });
  });
  return {
    add(rows: Row[]) {
      for (const row of rows) take(row);
      if (!isReading()) flush();
      offer();
      announce();
    },
    pause(paused: boolean) {
      isPaused = paused;
      if (!paused) flush();
    },
  };
}
