/** The application's one script. Every page works without it; it adds copying, printing, and reading charts by pointer and keys. */
import { watchCharts } from './charts.ts';
import { watchLive } from './live.ts';
import { watchNewLinks } from './new-links.ts';
import { say } from './say.ts';
import { watchTicks } from './ticks.ts';

const all = (selector: string, root: ParentNode = document) => [
  ...root.querySelectorAll<HTMLElement>(selector),
];

const SHOWN_MS = 2_000;

/** Without a clipboard, the text is selected, so that the keys for copying take it. */
function select(element: Element | null) {
  const selection = getSelection();
  if (!element || !selection) return;
  const range = document.createRange();
  range.selectNodeContents(element);
  selection.removeAllRanges();
  selection.addRange(range);
}

async function copy(button: HTMLElement) {
  const { copy: text = '', from, said = '' } = button.dataset;
  const source = from === undefined ? null : document.getElementById(from);
  try {
    await navigator.clipboard.writeText(source?.innerText ?? text);
  } catch {
    return select(source ?? button.closest('tr, li')?.querySelector('.short') ?? null);
  }
  const label = button.querySelector('span');
  const before = label?.textContent ?? '';
  button.dataset.done = '';
  if (label) label.textContent = said;
  say(said);
  setTimeout(() => {
    delete button.dataset.done;
    if (label) label.textContent = before;
  }, SHOWN_MS);
}

for (const button of all('[data-copy], [data-from]')) {
  button.hidden = false;
  button.addEventListener('click', () => void copy(button));
}

for (const button of all('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

// One definition, menu or panel is open at a time; Escape closes it and returns the focus.
const PANELS = '.def[open], .menu[open], .pop[open]';
document.addEventListener(
  'toggle',
  ({ target }) => {
    if (!(target instanceof HTMLDetailsElement) || !target.matches(PANELS)) return;
    for (const panel of all(PANELS)) {
      if (panel !== target && !panel.contains(target)) panel.removeAttribute('open');
    }
  },
  true,
);
document.addEventListener('keydown', ({ key }) => {
  if (key !== 'Escape') return;
  for (const panel of all(PANELS)) {
    panel.removeAttribute('open');
    panel.querySelector('summary')?.focus();
  }
});

watchCharts();
watchTicks();
watchLive();
watchNewLinks(say);
