/** The form of a content. */
import type { LinkFacts } from '../../../links/contents/count-links.ts';
import type { View } from '../frame/view.ts';
import { Section } from '../parts/section.tsx';
import type { ContentField } from './content-fields.ts';
import { type FormState, type FormView, Input, Tick } from './parts.tsx';
import { type SharedField, UTM_INPUTS } from './shared-fields.ts';
import { EDIT_WORDS } from './words.ts';

interface ContentFormOf {
  view: View;
  form: FormState<ContentField>;
  facts: LinkFacts;
}

export function ContentForm({ view, form, facts }: ContentFormOf) {
  const { fields, groups, content: means } = EDIT_WORDS[view.language];
  const { format } = view;
  const at = { view, form };
  return (
    <>
      <Section id="address" head={groups.address} isFirst>
        <div class="form">
          <Input {...at} name="url" label={fields.url} kind="address" hint={means.url(facts, format)} />
          <Input {...at} name="externalId" label={fields.externalId} kind="code" hint={means.externalId} />
        </div>
      </Section>
      <Section id="words" head={groups.words}>
        <div class="form">
          <Input {...at} name="title" label={fields.title} hint={means.title(facts, format)} />
          <Input
            {...at}
            name="description"
            label={fields.description}
            kind="paragraph"
            hint={means.description}
          />
          <Input {...at} name="image" label={fields.image} kind="address" hint={means.image} />
        </div>
      </Section>
      <Section id="order" head={groups.order}>
        <div class="form">
          <Input {...at} name="campaign" label={fields.campaign} hint={means.campaign(facts, format)} />
          <Input {...at} name="tags" label={fields.tags} hint={means.tags} />
        </div>
      </Section>
      <Section id="sharing" head={groups.sharing}>
        <div class="form">
          <Tick {...at} name="shareCodes" label={fields.shareCodes} hint={means.shareCodes} />
        </div>
      </Section>
      <UtmSection {...at} hint={means.utm(facts, format)} defaultOf={() => ''} />
    </>
  );
}

interface UtmSectionOf {
  view: View;
  form: FormView<SharedField>;
  hint: string;
  /** What is sent without a value of one's own; '' for nothing in particular. */
  defaultOf: (name: string) => string;
}

/** The five UTM values, and whether there are any at all. */
export function UtmSection({ view, form, hint, defaultOf }: UtmSectionOf) {
  const words = EDIT_WORDS[view.language];
  return (
    <Section id="utm-values" head={words.groups.utm} notes={[hint]}>
      <div class="form">
        <div class="utms">
          {UTM_INPUTS.map((name) => (
            <Input
              view={view}
              form={form}
              name={name}
              label={name.replace('/', '_')}
              kind="code"
              hint={defaultOf(name) === '' ? '' : words.utmDefault(defaultOf(name))}
            />
          ))}
        </div>
        <Tick view={view} form={form} name="utm" label={words.fields.utm} hint={words.utmOff} />
      </div>
    </Section>
  );
}
