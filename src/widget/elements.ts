/** Makes an element with the name by which styles of the page reach it. Only this way, which pages with Trusted Types allow. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  part: string,
  text = '',
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.setAttribute('part', part);
  element.textContent = text;
  return element;
}

/** Appends all of them. */
export function fill(parent: Node, ...children: Node[]): void {
  for (const child of children) parent.appendChild(child);
}
