/** The boxes of a list: one ticks all, and the bar says how many are ticked. */

const boxesOf = () => [...document.querySelectorAll<HTMLInputElement>('input[name="ids"]')];

/** Works where a list has boxes. */
export function watchTicks(): void {
  const all = document.querySelector<HTMLElement>('[data-tick-all]');
  const box = all?.querySelector('input');
  const said = document.querySelector<HTMLElement>('[data-ticked]');
  if (!all || !box) return;
  all.hidden = false;
  const template = said?.dataset.ticked ?? '';
  const show = () => {
    const boxes = boxesOf();
    const ticked = boxes.filter(({ checked }) => checked).length;
    box.checked = ticked > 0 && ticked === boxes.length;
    box.indeterminate = ticked > 0 && ticked < boxes.length;
    if (!said) return;
    said.hidden = ticked === 0;
    said.textContent = template.replace('0', String(ticked));
  };
  document.addEventListener('change', ({ target }) => {
    if (target === box) for (const each of boxesOf()) each.checked = box.checked;
    show();
  });
  show();
}
