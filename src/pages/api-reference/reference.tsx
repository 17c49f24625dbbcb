/** The reference of the API: everything in its OpenAPI document, grouped by resource. Readable without scripts. */
import { type ApiDocument, failureSchemaNames, type Resource, resourcesOf, type Schema } from './document.ts';
import { Fields, objectId, Type, Values } from './fields.tsx';
import { Guide } from './guide.tsx';
import { Markup } from './markup.tsx';
import { Method, Operation } from './operation.tsx';

/** The sections before the resources. */
const TOPICS = [
  ['first-link', 'Your first link'],
  ['authentication', 'Authentication'],
  ['concepts', 'Concepts'],
  ['errors', 'Errors'],
] as const;

const anchorOf = (resource: Resource): string => resource.name.toLowerCase().replaceAll(' ', '-');

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
          <Guide document={document} />
          <Errors document={document} />
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
        {TOPICS.map(([anchor, title]) => (
          <li class="topic">
            <a href={`#${anchor}`}>{title}</a>
          </li>
        ))}
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

function Errors({ document }: { document: ApiDocument }) {
  return (
    <section id="errors" class="topic">
      <h2>Errors</h2>
      <p>
        Every failure has a stable code. The page <a href="/docs/errors">Errors</a> explains all of them.
      </p>
      {failureSchemaNames(document).map((name) => (
        <ObjectSchema name={name} schema={document.components.schemas[name] ?? {}} />
      ))}
    </section>
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
      <Details schemas={own} />
      {schema.enum && <Values values={schema.enum} />}
      {anyOf.length > 0 && (
        <p>
          One of: <Type schema={{ anyOf }} />
        </p>
      )}
      <Details schemas={anyOf.filter((form) => form.properties)} />
    </section>
  );
}

/** The fields of an object, for readers who open them. */
function Details({ schemas }: { schemas: Schema[] }) {
  const count = schemas.reduce((sum, { properties = {} }) => sum + Object.keys(properties).length, 0);
  if (count === 0) return null;
  return (
    <details class="part">
      <summary>
        Fields<span class="soft"> {count}</span>
      </summary>
      {schemas.map((schema) => (
        <Fields schema={schema} />
      ))}
    </details>
  );
}
