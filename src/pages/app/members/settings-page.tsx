/** The frame of the settings: their navigation, and sections with their heads at the left. */
import type { Child } from 'hono/jsx';
import { mayDo, PAGE_ACCESS, type PageKey } from '../../../members/access.ts';
import type { AppContext } from '../env.ts';
import { showPage, viewFor } from '../frame/show-page.tsx';
import { Sentence } from '../parts/names.tsx';
import { dateAndTime } from '../words/format.ts';
import { linkTo } from './visitor.ts';
import { MEMBER_WORDS } from './words.ts';

/** The parts of the settings, in the order of their navigation. */
const PLACES = {
  account: 'GET /app/settings/account',
  members: 'GET /app/settings/members',
  domains: 'GET /app/settings/domains',
  keys: 'GET /app/settings/keys',
  utm: 'GET /app/settings/utm',
  general: 'GET /app/settings/general',
  system: 'GET /app/settings/system',
} as const satisfies Record<string, PageKey>;

export type SettingsPlace = keyof typeof PLACES;

interface SettingsBody {
  title: string;
  body: Child;
  status?: 200 | 409 | 422;
  /** About one of what the page of the place lists: a link leads back to it. */
  isBelow?: boolean;
}

export function settingsPage(
  c: AppContext,
  place: SettingsPlace,
  { title, body, status = 200, isBelow = false }: SettingsBody,
) {
  const { settings } = MEMBER_WORDS[c.var.language];
  const names = Object.keys(PLACES) as SettingsPlace[]; // a literal's own keys
  const places = names
    .filter((name) => mayDo(c.var.member.role, PAGE_ACCESS[PLACES[name]]))
    .map((name) => [name, PLACES[name].replace('GET ', ''), settings[name]] as const);
  const nav = (
    <nav aria-label={settings.title}>
      <ul class="seg">
        {places.map(([name, path, text]) => (
          <li>
            <a href={linkTo(c, path)} aria-current={name === place ? 'page' : undefined}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
  return showPage(
    c,
    { view: viewFor(c), title, place: null, status },
    <div class="wrap settings">
      {nav}
      {isBelow ? (
        <p class="crumb">
          <a href={linkTo(c, PLACES[place].replace('GET ', ''))}>{settings[place]}</a>
        </p>
      ) : null}
      <h1 class="h1">
        <Sentence text={title} />
      </h1>
      {body}
    </div>,
  );
}

/** A section of the settings. */
export function Part({
  id,
  head,
  note,
  children,
}: {
  id: string;
  head: string;
  note?: string;
  children: Child;
}) {
  return (
    <section class="sec" id={id} aria-labelledby={`${id}-h`}>
      <header>
        <h2 id={`${id}-h`}>{head}</h2>
        {note === undefined ? null : <p class="note">{note}</p>}
      </header>
      <div class="body">{children}</div>
    </section>
  );
}

/** A time in the member's zone and language. */
export function timeText(c: AppContext, at: number): string {
  return dateAndTime(c.var.language, c.var.member.timezone, at);
}
