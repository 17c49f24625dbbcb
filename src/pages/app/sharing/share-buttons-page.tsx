/** Share buttons of a content: the addresses to use, and whether every share gets a code. */
import { CHANNEL_NAMES, type Channel } from '../../../channels/registry.ts';
import type { Content } from '../../../links/contents/content.ts';
import type { View } from '../frame/view.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { ChannelName, channelLabel, Title } from '../parts/names.tsx';
import { Section } from '../parts/section.tsx';

interface ShareButtonsOf {
  view: View;
  content: Content;
  /** The channels of its links. */
  channels: Channel[];
  publicUrl: string;
  mayEdit: boolean;
}

/** The plain link that shares a content in a channel. */
export const shareAddress = (publicUrl: string, content: Pick<Content, 'id'>, channel: Channel): string =>
  `${publicUrl}/share/${channel}?content=${content.id}`;

export function ShareButtonsPage({ view, content, channels, publicUrl, mayEdit }: ShareButtonsOf) {
  const { words, to } = view;
  const { buttons, codes } = words.sharing;
  return (
    <div class="wrap">
      <div class="controls">
        <p class="crumb">
          <a href={to(`/app/contents/${content.id}`)}>{buttons.back}</a>
        </p>
      </div>
      <div class="answer ct">
        <h1>{buttons.link}</h1>
        <p class="sample">
          <Title title={content.title} url={content.url} />
        </p>
      </div>
      <Section id="plain" head={buttons.plain} notes={[buttons.plainNote]} isFirst>
        <ul class="results tn">
          {CHANNEL_NAMES.filter((name) => channels.includes(name)).map((channel) => {
            const address = shareAddress(publicUrl, content, channel);
            return (
              <li>
                <ChannelName view={view} channel={channel} />
                <code class="u-all">{address}</code>
                <CopyButton
                  view={view}
                  text={address}
                  label={buttons.address(channelLabel(channel, view.language))}
                  isIcon
                />
              </li>
            );
          })}
        </ul>
      </Section>
      <Section id="codes" head={codes.head} notes={[codes.note]}>
        <Codes view={view} content={content} mayEdit={mayEdit} />
      </Section>
    </div>
  );
}

function Codes({ view, content, mayEdit }: Pick<ShareButtonsOf, 'view' | 'content' | 'mayEdit'>) {
  const { codes } = view.words.sharing;
  const isOn = content.shareCodes;
  return (
    <>
      <p class="status" role="status">
        {isOn ? codes.areOn : codes.areOff}
      </p>
      <p class="note privacy">{codes.privacy}</p>
      {mayEdit ? (
        <form class="row" method="post" action={view.to(`/app/contents/${content.id}/share-codes`)}>
          <button class={isOn ? 'btn' : 'btn primary'} type="submit" name="on" value={isOn ? '0' : '1'}>
            {isOn ? codes.turnOff : codes.turnOn}
          </button>
        </form>
      ) : null}
    </>
  );
}
