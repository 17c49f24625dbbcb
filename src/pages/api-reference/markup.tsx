/** The little Markdown that descriptions of the API use: paragraphs, lists, `code` and [links](/docs). */
import type { Child } from 'hono/jsx';

const INLINE = /`([^`]+)`|\[([^\]]+)\]\(([/#][^)]*)\)/g;

/** A text of one line. */
export function InlineMarkup({ text }: { text: string }) {
  const parts: Child[] = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, code, label, href] = match;
    parts.push(text.slice(at, match.index));
    parts.push(code === undefined ? <a href={href}>{label}</a> : <code>{code}</code>);
    at = match.index + whole.length;
  }
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  );
}

/** Paragraphs between blank lines; one whose lines begin with `- ` is a list. */
export function Markup({ text }: { text: string }) {
  return (
    <>
      {text.split('\n\n').map((block) =>
        block.startsWith('- ') ? (
          <ul>
            {block.split('\n').map((line) => (
              <li>
                <InlineMarkup text={line.slice(2)} />
              </li>
            ))}
          </ul>
        ) : (
          <p>
            <InlineMarkup text={block} />
          </p>
        ),
      )}
    </>
  );
}
