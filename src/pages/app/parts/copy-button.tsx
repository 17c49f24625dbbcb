import { Icon } from '../frame/icons.tsx';
import type { View } from '../frame/view.ts';

interface CopyButtonOf {
  view: View;
  text: string;
  /** The name with its object, such as "Copy the WhatsApp link". */
  label: string;
  isIcon?: boolean;
  /** Whether the button shows its whole name. */
  isNamed?: boolean;
  isPrimary?: boolean;
}

/** Copies a text. It is hidden until the script runs, which makes it work. */
export function CopyButton({
  view,
  text,
  label,
  isIcon = false,
  isNamed = false,
  isPrimary = false,
}: CopyButtonOf) {
  const { copy, copied } = view.words.contents.links;
  const names = ['btn', ...(isIcon ? ['icon'] : []), ...(isPrimary ? ['primary'] : [])].join(' ');
  const name = isNamed ? undefined : label;
  return (
    <button class={names} type="button" hidden data-copy={text} data-said={copied} aria-label={name}>
      <Icon name="copy" />
      {isIcon ? null : <span>{isNamed ? label : copy}</span>}
    </button>
  );
}
