/** The first screens of the reference: the way to a first link, authentication, and what the words mean. */
import type { ApiDocument } from './document.ts';
import { InlineMarkup, Markup } from './markup.tsx';
import { Code } from './operation.tsx';

const LINK = 'guide-wa';

/** The three commands that lead from a running server to the first statistics. */
const stepsFor = (url: string) => [
  {
    title: 'Take a key',
    text: 'The first start saves an admin key in the file `admin-key` of the data folder. The operator of this server can also [create a key](#createKey) for you.',
    code: 'SOTTO_KEY=$(cat data/admin-key)',
  },
  {
    title: 'Create a content',
    text: 'A content is a page that people share. The answer has a short link for each channel.',
    code: `curl ${url}/api/v1/contents \\
  -H "Authorization: Bearer $SOTTO_KEY" -H 'Content-Type: application/json' \\
  -d '{"url": "https://example.com/guide?id=7", "title": "The guide", "slug": "guide"}'`,
  },
  {
    title: 'Open a link, then the statistics',
    text: `Open ${url}/${LINK} in your browser. It redirects and counts a click:`,
    code: `curl '${url}/api/v1/stats?groupBy=channel' \\
  -H "Authorization: Bearer $SOTTO_KEY"`,
  },
];

/** The words of the API. `code` in a text is shown as such. */
const CONCEPTS = [
  ['Content', 'A page worth sharing, with its address and title. It has one link per channel.'],
  [
    'Channel',
    'Where a link is shared: `whatsapp`, `email`, `slack`, `copy` and others. [All channels](#listChannels)',
  ],
  [
    'Link',
    'A short link: one content in one channel. It can have a start, an end, a password and a limit of clicks.',
  ],
  [
    'Mark',
    'A label of your own after a dot: `/guide-mail.newsletter`. It needs no setup and is part of the statistics.',
  ],
  ['Hit', 'A request for a short link. Each hit has exactly one kind, and the kinds add up to the hits.'],
  [
    'Kind',
    '`click`: a person. `repeat`: the same person within a second. `preview`: a messenger fetched a preview. `prefetch`: a browser loaded the page in advance. `scanner`: mail security. `bot`: any other program.',
  ],
  ['Sighting', 'Evidence from previews that a link was put into an app: made for WhatsApp, seen in Slack.'],
] as const;

export function Guide({ document }: { document: ApiDocument }) {
  const { info, servers } = document;
  const url = servers[0]?.url ?? '';
  return (
    <>
      <h1>{info.title}</h1>
      <p class="lead">One short link per content and channel, and a count of every hit.</p>
      <FirstLink url={url} />
      <Authentication document={document} url={url} />
      <section id="concepts" class="topic">
        <h2>Concepts</h2>
        <dl class="concepts">
          {CONCEPTS.map(([word, text]) => (
            <div>
              <dt>{word}</dt>
              <dd>
                <InlineMarkup text={text} />
              </dd>
            </div>
          ))}
        </dl>
        <Markup text={info.description} />
        <p>
          The folder <code>docs</code> of the repository has guides: how hits are counted (
          <code>counting.md</code>), keys and the audit log (<code>keys.md</code>), questions in SQL (
          <code>sql.md</code>). What is stored about visits: <a href="/privacy">Privacy</a>.
        </p>
      </section>
    </>
  );
}

function FirstLink({ url }: { url: string }) {
  return (
    <section id="first-link" class="topic">
      <h2>Your first link</h2>
      <ol class="steps">
        {stepsFor(url).map(({ title, text, code }) => (
          <li>
            <h3>{title}</h3>
            <p>
              <InlineMarkup text={text} />
            </p>
            <Code text={code} label={title} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Authentication({ document, url }: { document: ApiDocument; url: string }) {
  const { enum: scopes = [] } = document.components.schemas.Scope ?? {};
  return (
    <section id="authentication" class="topic">
      <h2>Authentication</h2>
      <p>
        Send a key with every request to <code>{url}</code>, in the header{' '}
        <code>Authorization: Bearer sotto_…</code>. The examples read it from the variable{' '}
        <code>SOTTO_KEY</code>.
      </p>
      <p>
        A key has scopes, and each operation says which one it needs:{' '}
        {scopes.map((scope, index) => (
          <>
            {index > 0 && ' '}
            <code>{String(scope)}</code>
          </>
        ))}
        . <code>…:write</code> includes <code>…:read</code>, and <code>admin</code> includes everything. A key
        is shown once, when it is <a href="#createKey">created</a>, and can be{' '}
        <a href="#deleteKey">revoked</a>.
      </p>
      <p>
        Without a valid key the answer is 401, without the scope 403. A key may send 600 requests a minute;
        the headers <code>RateLimit</code> and <code>RateLimit-Policy</code> say how many are left, and a 429
        when to try again.
      </p>
      <p data-script hidden>
        <label for="key">API key for “Try it”</label>
        <input id="key" type="password" autocomplete="off" spellcheck={false} aria-describedby="key-note" />
        <span id="key-note" class="soft">
          The key stays in the memory of this page and is sent only to this server.
        </span>
      </p>
    </section>
  );
}
