/** Selections in these are typed or run, so nothing may be added to them. */
const LITERAL = 'input,textarea,pre,code,kbd,samp,[contenteditable]';
/** Shorter ones are names and numbers, which nobody quotes. */
const MIN_LENGTH = 40;

const elementOf = (node: Node | null) => (node instanceof Element ? node : (node?.parentElement ?? null));

/** Adds the link to a passage that the reader copies. */
export function addLink(event: ClipboardEvent, link: string): void {
  const selection = getSelection();
  const text = String(selection ?? '');
  if (
    !selection?.rangeCount ||
    !event.clipboardData ||
    event.defaultPrevented ||
    text.trim().length < MIN_LENGTH
  )
    return;
  const range = selection.getRangeAt(0);
  const nodes = [
    range.commonAncestorContainer,
    range.startContainer,
    range.endContainer,
    document.activeElement,
  ];
  if (nodes.some((node) => elementOf(node)?.closest(LITERAL))) return;
  const box = document.createElement('div');
  box.appendChild(range.cloneContents());
  const anchor = document.createElement('a');
  anchor.href = anchor.textContent = link;
  box.appendChild(document.createElement('br'));
  box.appendChild(anchor);
  event.clipboardData.setData('text/plain', `${text}\n\n${link}`);
  event.clipboardData.setData('text/html', box.innerHTML);
  event.preventDefault();
}
