/** The filters of a page behind one button. Submitting them puts them into the address. */
import type { Child } from 'hono/jsx';
import { CHANNEL_NAMES } from '../../../channels/registry.ts';
import { Icon } from '../frame/icons.tsx';
import type { View } from '../frame/view.ts';
import { Kept } from './kept.tsx';
import { channelLabel } from './name-texts.ts';

interface FilterPopoverOf {
  view: View;
  /** The channel that is chosen. */
  channel: string | null | undefined;
  /** What the address keeps besides the filters. */
  kept: Record<string, string | null | undefined>;
  /** The fields after the channel. */
  children: Child;
}

export function FilterPopover({ view, channel, kept, children }: FilterPopoverOf) {
  const { words, language } = view;
  return (
    <details class="pop fp">
      <summary class="btn quiet">
        <Icon name="filter" />
        {words.filter.label}
      </summary>
      <div>
        <form method="get" class="form">
          <Kept view={view} values={kept} />
          <div class="field">
            <label for="f-channel">{words.filter.channel}</label>
            <select id="f-channel" name="channel">
              <option value="">{words.filter.any}</option>
              {CHANNEL_NAMES.map((name) => (
                <option value={name} selected={name === channel}>
                  {channelLabel(name, language)}
                </option>
              ))}
            </select>
          </div>
          {children}
          <button class="btn primary" type="submit">
            {words.period.show}
          </button>
        </form>
      </div>
    </details>
  );
}
