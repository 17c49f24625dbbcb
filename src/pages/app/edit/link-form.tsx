/** The form of a link. */
import { CHANNELS } from '../../../channels/registry.ts';
import type { Content } from '../../../links/contents/content.ts';
import { type Link, STATUS_CODES } from '../../../links/link.ts';
import { effectiveUtm } from '../../../urls/utm.ts';
import type { View } from '../frame/view.ts';
import { titleText } from '../parts/name-texts.ts';
import { Section } from '../parts/section.tsx';
import { UtmSection } from './content-form.tsx';
import type { LinkField } from './link-fields.ts';
import { Choice, type FormState, Input, Tick } from './parts.tsx';
import { EDIT_WORDS } from './words.ts';

interface LinkFormOf {
  view: View;
  form: FormState<LinkField>;
  link: Link;
  content: Content | undefined;
  /** Whether the member may block links. */
  mayBlock: boolean;
}

type At = Pick<LinkFormOf, 'view' | 'form'>;

export function LinkForm({ view, form, link, content, mayBlock }: LinkFormOf) {
  const { fields, groups, link: means, fixed } = EDIT_WORDS[view.language];
  const at = { view, form };
  const title = content?.title ?? null;
  const inherited = effectiveUtm(content?.utm ?? null, CHANNELS[link.channel].utm, content?.campaign ?? '');
  return (
    <>
      <Section id="destination" head={groups.destination} notes={[fixed]} isFirst>
        <div class="form">
          <Input {...at} name="url" label={fields.destination} kind="address" hint={means.url} />
          <Choice
            {...at}
            name="statusCode"
            label={fields.statusCode}
            hint={means.statusCode}
            options={STATUS_CODES.map((code) => [String(code), means.codes[code]])}
          />
          <Tick {...at} name="forwardQuery" label={fields.forwardQuery} hint={means.forwardQuery} />
        </div>
      </Section>
      <WhenOpen {...at} />
      <WhoMay {...at} hasPassword={link.passwordHash !== null} mayBlock={mayBlock} />
      <Section id="words" head={groups.naming}>
        <div class="form">
          <Input
            {...at}
            name="title"
            label={fields.title}
            hint={means.title(title === null ? null : titleText(title))}
          />
          <Input
            {...at}
            name="campaign"
            label={fields.campaign}
            hint={means.campaign(content?.campaign ?? '')}
          />
          <Input {...at} name="tags" label={fields.tags} hint={means.tags} />
          <Input {...at} name="externalId" label={fields.externalId} kind="code" hint={means.externalId} />
        </div>
      </Section>
      <UtmSection
        {...at}
        hint={means.utm}
        defaultOf={(name) => inherited.find(([parameter]) => parameter === name.replace('/', '_'))?.[1] ?? ''}
      />
    </>
  );
}

function WhenOpen({ view, form }: At) {
  const { fields, groups, link: means } = EDIT_WORDS[view.language];
  const at = { view, form };
  const zone = view.zone.replaceAll('_', ' ');
  return (
    <Section id="open" head={groups.open}>
      <div class="form">
        <Input {...at} name="startsAt" label={fields.startsAt} kind="time" hint={means.startsAt(zone)} />
        <Input {...at} name="expiresAt" label={fields.expiresAt} kind="time" hint={means.expiresAt(zone)} />
        <Input {...at} name="maxClicks" label={fields.maxClicks} kind="number" hint={means.maxClicks} />
        <Input {...at} name="expiredUrl" label={fields.expiredUrl} kind="address" hint={means.expiredUrl} />
      </div>
    </Section>
  );
}

function WhoMay({ view, form, hasPassword, mayBlock }: At & { hasPassword: boolean; mayBlock: boolean }) {
  const { fields, groups, link: means } = EDIT_WORDS[view.language];
  const at = { view, form };
  return (
    <Section id="who" head={groups.who}>
      <div class="form">
        <input type="hidden" name="hasPassword" value={form.values.hasPassword} />
        <Input
          {...at}
          name="password"
          label={fields.password}
          kind="password"
          hint={hasPassword ? means.passwordSet : means.passwordNone}
        />
        {hasPassword ? (
          <Tick {...at} name="withoutPassword" label={fields.withoutPassword} hint={means.withoutPassword} />
        ) : null}
        {mayBlock ? <Tick {...at} name="blocked" label={fields.blocked} hint={means.blocked} /> : null}
      </div>
    </Section>
  );
}
