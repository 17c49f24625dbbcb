/** The reference of the API: everything in its OpenAPI document, grouped by resource. Readable without scripts. */
import { type ApiDocument, type Resource, resourcesOf, type Schema, sharedObjects } from './document.ts';
import { Fields, objectId, Type } from './fields.tsx';
import { Markup } from './markup.tsx';
import { Method, Operation } from './operation.tsx';

const anchorOf = (resource: Resource): string => resource.name.toLowerCase();

export function Reference({ document }: { document: ApiDocument }) {
  const resources = resourcesOf(document);
  return (
    <>
      <a class="skip" href="#reference">
        Skip to the reference
      </a>
      <div class="columns">
        <Contents resources={resources} />
        <main id="reference" class="text">
          <Introduction document={document} />
          {resources.map((resource) => (
            <section id={anchorOf(resource)} data-group>
              <h2>{resource.name}</h2>
              {resource.endpoints.map((endpoint) => (
                <Operation document={document} endpoint={endpoint} />
              ))}
              {resource.objects.map((name) => (
                <ObjectSchema name={name} schema={document.components.schemas[name] ?? {}} />
              ))}
            </section>
          ))}
        </main>
      </div>
      <script src="/assets/docs.js" type="module"></script>
    </>
  );
}

function Contents({ resources }: { resources: Resource[] }) {
  return (
    <nav class="contents" aria-label="Operations">
      <p class="bar">
        <a href="/openapi.json">OpenAPI 3.1</a> <a href="/docs/errors">Errors</a>
      </p>
      <p data-script hidden>
        <label for="search">Search</label>
        <input id="search" type="search" autocomplete="off" spellcheck={false} />
        <span id="found" class="soft" role="status"></span>
      </p>
      <ul>
        {resources.map((resource) => (
          <li>
            <a href={`#${anchorOf(resource)}`}>{resource.name}</a>
            <ul>
              {resource.endpoints.map(({ operationId, method, summary }) => (
                <li>
                  <a href={`#${operationId}`}>
                    <Method name={method} /> {summary.replace(/,.*/, '')}
                  </a>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Introduction({ document }: { document: ApiDocument }) {
  const { info, servers, components } = document;
  return (
    <>
      <h1>{info.title}</h1>
      <Markup text={info.description} />
      <h2 id="authentication">Authentication</h2>
      <p>
        Send an API key with every request to <code>{servers[0]?.url}</code>, in the header{' '}
        <code>Authorization: Bearer sotto_…</code>. The key needs the scope of the operation, or the scope{' '}
        <code>admin</code>. The examples read it from the variable <code>SOTTO_KEY</code>.
      </p>
      <p data-script hidden>
        <label for="key">API key for “Try it”</label>
        <input id="key" type="password" autocomplete="off" spellcheck={false} aria-describedby="key-note" />
        <span id="key-note" class="soft">
          The key stays in the memory of this page and is sent only to this server.
        </span>
      </p>
      <h2 id="errors">Errors</h2>
      <p>
        Every failure has a stable code. The page <a href="/docs/errors">Errors</a> explains all of them.
      </p>
      {sharedObjects(document).map((name) => (
        <ObjectSchema name={name} schema={components.schemas[name] ?? {}} />
      ))}
    </>
  );
}

/** A component schema. One that extends another links to it. */
function ObjectSchema({ name, schema }: { name: string; schema: Schema }) {
  const { description, allOf = [], anyOf = [] } = schema;
  const bases = allOf.filter((part) => part.$ref);
  const own = [schema, ...allOf].filter((part) => part.properties);
  return (
    <section id={objectId(name)} class="object" data-search>
      <h3>
        <a href={`#${objectId(name)}`}>{name}</a>
      </h3>
      {description && <Markup text={description} />}
      {bases.map((base) => (
        <p>
          All fields of <Type schema={base} />, and:
        </p>
      ))}
      {own.map((part) => (
        <Fields schema={part} />
      ))}
      {anyOf.length > 0 && <p>One of {anyOf.length} forms:</p>}
      {anyOf.map((form) => (
        <Fields schema={form} />
      ))}
    </section>
  );
}
