/** Announces a change to people who do not see it. */
export function say(text: string): void {
  const region = document.getElementById('say');
  if (region) region.textContent = text;
}
