import { Icon } from '../frame/icons.tsx';
import type { View } from '../frame/view.ts';

interface CopyButtonOf {
  view: View;
  text: string;
  /** The name with its object, such as "Copy the WhatsApp link". */
  label: string;
  isIcon?: boolean;
}

/** Copies a text. It is hidden until the script runs, which makes it work. */
export function CopyButton({ view, text, label, isIcon = false }: CopyButtonOf) {
  const { copy, copied } = view.words.contents.links;
  return (
    <button
      class={isIcon ? 'btn icon' : 'btn'}
      type="button"
      hidden
      data-copy={text}
      data-said={copied}
      aria-label={label}
    >
      <Icon name="copy" />
      {isIcon ? null : <span>{copy}</span>}
    </button>
  );
}
