/** Share buttons of a content: as readers see them, the snippet to paste, plain addresses, and share codes. */
import { raw } from 'hono/html';
import type { Channel } from '../../../channels/registry.ts';
import { LOOKS } from '../../../embed/embed-html.ts';
import { LANGUAGES } from '../../../language.ts';
import type { Content } from '../../../links/contents/content.ts';
import type { Link } from '../../../links/link.ts';
import type { View } from '../frame/view.ts';
import { ContentCrumb } from '../parts/content-crumb.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { channelLabel } from '../parts/name-texts.ts';
import { Address, ChannelName, Tick } from '../parts/names.tsx';
import { Section } from '../parts/section.tsx';
import { BUTTON_CHANNELS, type Choices, snippetOf } from './read-choices.ts';

export interface ShareButtonsOf {
  view: View;
  content: Content;
  links: readonly Link[];
  choices: Choices;
  publicUrl: string;
  mayEdit: boolean;
}

/** The plain link that shares a content in a channel. */
const shareAddress = (publicUrl: string, { id }: Pick<Content, 'id'>, channel: Channel): string =>
  `${publicUrl}/share/${channel}?content=${id}`;

export function ShareButtonsPage(page: ShareButtonsOf) {
  const { view, content, links, choices, publicUrl } = page;
  const { words } = view;
  const { buttons, codes } = words.sharing;
  const snippet = snippetOf(content, links, publicUrl, choices);
  return (
    <div class="wrap">
      <ContentCrumb view={view} content={content} />
      <div class="answer">
        <h1>{buttons.link}</h1>
        <p class="sample">{buttons.note}</p>
      </div>
      <Section id="preview" head={buttons.preview} notes={[buttons.previewNote]} isFirst>
        <ChoicesForm {...page} />
        <div class="buttons-preview">{raw(previewOf(page))}</div>
      </Section>
      <Section id="snippet" head={buttons.snippet} notes={[buttons.snippetNote]}>
        <pre class="snippet" tabindex={0}>
          <code class="u-all" id="snippet-text">
            {snippet}
          </code>
        </pre>
        <p class="row">
          <CopyButton view={view} text={snippet} label={buttons.copySnippet} isNamed isPrimary />
        </p>
      </Section>
      <Section id="plain" head={buttons.plain} notes={[buttons.plainNote]}>
        <PlainLinks {...page} />
      </Section>
      <Section id="codes" head={codes.head} notes={[codes.note]}>
        <Codes {...page} />
      </Section>
    </div>
  );
}

/** The same element without its host, so that it asks the server that this page came from. */
const previewOf = ({ content, links, choices }: ShareButtonsOf) => snippetOf(content, links, '', choices);

function ChoicesForm({ view, choices, content }: ShareButtonsOf) {
  const { buttons } = view.words.sharing;
  return (
    <form class="form choosing" method="get" action={`/app/contents/${content.id}/share-buttons`}>
      {[...new URLSearchParams(new URL(view.here({}), 'https://sotto.invalid').search)]
        .filter(([name]) => name === 'lang' || name === 'theme' || name === 'timezone')
        .map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
      <fieldset class="picks">
        <legend>{buttons.channels}</legend>
        <ul>
          {BUTTON_CHANNELS.map((channel) => (
            <li>
              <label class="pick">
                <input
                  type="checkbox"
                  name="channel"
                  value={channel}
                  checked={choices.channels.includes(channel) ? true : undefined}
                />
                <Tick channel={channel} />
                {channelLabel(channel, view.language)}
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
      <div class="row">
        <Choice
          name="look"
          label={buttons.look}
          value={choices.look}
          options={LOOKS.map((look) => [look, buttons.looks[look]])}
        />
        <Choice
          name="buttons"
          label={buttons.language}
          value={choices.language}
          options={LANGUAGES.map((language) => [language, buttons.languages[language]])}
        />
        <label class="pick">
          <input type="checkbox" name="copied" value="1" checked={choices.copiedText ? true : undefined} />
          {buttons.copiedText}
        </label>
        <button class="btn" type="submit">
          {buttons.apply}
        </button>
      </div>
    </form>
  );
}

interface ChoiceOf {
  name: string;
  label: string;
  value: string;
  options: (readonly [value: string, text: string])[];
}

function Choice({ name, label, value, options }: ChoiceOf) {
  return (
    <p class="field">
      <label for={`choice-${name}`}>{label}</label>
      <select id={`choice-${name}`} name={name}>
        {options.map(([each, text]) => (
          <option value={each} selected={each === value ? true : undefined}>
            {text}
          </option>
        ))}
      </select>
    </p>
  );
}

function PlainLinks({ view, content, choices, publicUrl }: ShareButtonsOf) {
  const { buttons } = view.words.sharing;
  return (
    <ul class="results tn">
      {choices.channels.map((channel) => {
        const address = shareAddress(publicUrl, content, channel);
        return (
          <li>
            <ChannelName view={view} channel={channel} />
            <code class="u-all">
              <Address text={address} />
            </code>
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
  );
}

function Codes({ view, content, mayEdit }: ShareButtonsOf) {
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
