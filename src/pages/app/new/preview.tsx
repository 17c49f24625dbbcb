/** What the form would make: the links, and the card that apps show for them. */
import { CHANNELS } from '../../../channels/registry.ts';
import type { PlannedContent } from '../../../links/contents/plan-contents.ts';
import type { PageReading } from '../../../page-facts/read-page.ts';
import { shortUrl } from '../../../urls/short-url.ts';
import { channelSlug } from '../../../urls/slug.ts';
import type { View } from '../frame/view.ts';
import { shortAddress } from '../parts/name-texts.ts';
import { ChannelName, Sentence, Title } from '../parts/names.tsx';
import { ShortLink } from '../parts/short-link.tsx';
import { type NewForm, withScheme } from './read-form.ts';

export interface Previewed {
  /** What would be made; null if the form is not complete or would be refused. */
  plan: PlannedContent['planned'] | null;
  /** Why the page was not read. */
  trouble: Extract<PageReading, { trouble: unknown }> | null;
  /** The image of the card as a `data:` URL. */
  picture: string | null;
  publicUrl: string;
}

interface PreviewOf {
  view: View;
  form: NewForm;
  problems: Map<string, string>;
  previewed: Previewed;
  /** After the form was sent, its fields say what is wrong with them. */
  isRefused?: boolean;
}

export function Preview({ view, form, problems, previewed, isRefused = false }: PreviewOf) {
  const { make } = view.words;
  const { plan, trouble, publicUrl } = previewed;
  const isKnown = plan !== null && !plan.created;
  const wrong = [...problems].filter(([name]) => name !== 'url' || form.url !== '').map(([, text]) => text);
  if (isRefused)
    return (
      <>
        <h2 class="h3">{make.willGet}</h2>
        <p class="note">{make.willGetNothing}</p>
      </>
    );
  const isNoAddress = problems.has('url') && form.url !== '';
  return (
    <>
      <h2 class="h3">{make.willGet}</h2>
      {wrong.length > 0 ? (
        <ul class="wrong">
          {wrong.map((text) => (
            <li class="err">
              <span>
                <Sentence text={text} />
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {isNoAddress ? null : (
        <ul class="tn">
          {form.channels.map((channel) => (
            <li>
              <ChannelName view={view} channel={channel} />
              <Future view={view} form={form} channel={channel} plan={plan} publicUrl={publicUrl} />
            </li>
          ))}
        </ul>
      )}
      {isKnown ? <Known view={view} plan={plan} /> : null}
      {trouble === null ? null : (
        <p class="note" data-trouble={trouble.trouble}>
          {make.trouble[trouble.trouble](trouble.about)}
        </p>
      )}
      {isNoAddress ? null : <Card view={view} form={form} previewed={previewed} />}
    </>
  );
}

interface FutureOf {
  view: View;
  form: NewForm;
  channel: NewForm['channels'][number];
  plan: Previewed['plan'];
  publicUrl: string;
}

/** The address that a channel has or gets. Of a random one only the domain is known. */
function Future({ view, form, channel, plan, publicUrl }: FutureOf) {
  const { make } = view.words;
  const link = plan?.links.find((each) => each.channel === channel);
  if (link && plan && (link.custom || !plan.newLinks.has(link.id)))
    return (
      <span class="future">
        <ShortLink url={shortUrl(publicUrl, link)} />
        {plan.newLinks.has(link.id) ? null : <span class="sub">{make.exists}</span>}
      </span>
    );
  const host = form.domain || new URL(publicUrl).host;
  const slug = form.slug === '' ? make.randomSlug : channelSlug(form.slug, CHANNELS[channel].slugSuffix);
  return (
    <span class="short">
      <span class="d">{host}/</span>
      <bdi>{slug}</bdi>
    </span>
  );
}

function Known({ view, plan }: { view: View; plan: NonNullable<Previewed['plan']> }) {
  const { words, format, to } = view;
  const { content, links, newLinks } = plan;
  return (
    <p class="note">
      {words.make.isKnown(links.length - newLinks.size, newLinks.size, format)}{' '}
      <a href={to(`/app/contents/${content.id}`)}>
        <Title title={content.title} url={content.url} />
      </a>
    </p>
  );
}

/** As a chat shows it. The texts of a known page are those that are stored. */
function Card({ view, form, previewed: { plan, picture } }: Omit<PreviewOf, 'problems'>) {
  const { make } = view.words;
  const stored = plan !== null && !plan.created ? plan.content : null;
  const { title, description, image } = stored ?? form;
  const host = URL.parse(withScheme(form.url))?.host ?? '';
  if (host === '') return null;
  return (
    <section class="card-preview" aria-label={make.card}>
      <h3 class="h3">{make.card}</h3>
      <div class="card">
        {image ? (
          <div class="card-image" data-image={image}>
            {picture === null ? (
              <span>{make.cardImage(URL.parse(image)?.host ?? '')}</span>
            ) : (
              <img src={picture} alt="" />
            )}
          </div>
        ) : null}
        <p class="card-title">
          <Title title={title} url={form.url} />
        </p>
        {description ? (
          <p class="card-text">
            <bdi>{description}</bdi>
          </p>
        ) : null}
        <p class="card-host">{shortAddress(host)}</p>
      </div>
      <p class="hint">{make.cardNote}</p>
    </section>
  );
}
