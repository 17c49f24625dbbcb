import { THEMES, type View } from '../frame/view.ts';

/** What a form must send again so that the address keeps it. */
export function Kept({ view, values }: { view: View; values: Record<string, string | null | undefined> }) {
  const { language, theme, here } = view;
  const query = new URLSearchParams(here({}).split('?')[1] ?? '');
  const choices = {
    lang: query.has('lang') ? language : null,
    theme: THEMES.find((name) => name === theme) ?? null,
    timezone: query.get('timezone'),
  };
  return (
    <>
      {Object.entries({ ...choices, ...values }).map(([name, value]) =>
        value ? <input type="hidden" name={name} value={value} /> : null,
      )}
    </>
  );
}
