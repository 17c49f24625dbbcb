/** One operation of the reference: what it does and how it is called at a glance, everything else to open. */
import type { Child } from 'hono/jsx';
import { ERRORS, type ErrorCode } from '../../errors.ts';
import {
  type Answer,
  type ApiDocument,
  bodyOf,
  type Endpoint,
  jsonOf,
  type Parameter,
  resolve,
  resolveAnswer,
} from './document.ts';
import { exampleAnswer, exampleBody } from './examples.ts';
import { Fields, Parameters, Type } from './fields.tsx';
import { InlineMarkup, Markup } from './markup.tsx';

interface Props {
  document: ApiDocument;
  endpoint: Endpoint;
}

/** A section whose anchor is the id of the operation. */
export function Operation({ document, endpoint }: Props) {
  const { operationId, method, path, summary, description, parameters = [] } = endpoint;
  const body = bodyOf(endpoint);
  const inPath = parameters.filter((parameter) => parameter.in === 'path');
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  const inHeader = parameters.filter((parameter) => parameter.in === 'header');
  return (
    <section id={operationId} class="operation" data-search>
      <h3>
        <a href={`#${operationId}`}>{summary}</a>
      </h3>
      <p class="address">
        <Method name={method} /> <code>{path}</code>
      </p>
      {description && <Markup text={description} />}
      <Samples endpoint={endpoint} />
      <ParameterList title="Path parameters" parameters={inPath} />
      <ParameterList title="Query parameters" parameters={inQuery} />
      <ParameterList title="Headers" parameters={inHeader} />
      {body && (
        <Part title="Request body">
          <Fields schema={resolve(document, body)} isRequest />
        </Part>
      )}
      <Answers document={document} endpoint={endpoint} />
      <TryIt endpoint={endpoint} />
    </section>
  );
}

export function Method({ name }: { name: string }) {
  return <span class={`method ${name.toLowerCase()}`}>{name}</span>;
}

/** The example request as programs, one of which is open. */
function Samples({ endpoint }: Pick<Props, 'endpoint'>) {
  const { operationId, 'x-codeSamples': samples = [] } = endpoint;
  return (
    <div class="samples">
      {samples.map(({ label, source }, index) => (
        <details name={`sample-${operationId}`} open={index === 0} data-language={label}>
          <summary>{label}</summary>
          <Code text={source} label={`Request in ${label}`} />
        </details>
      ))}
    </div>
  );
}

/** Code in a box that scrolls if it is long, so the keyboard must reach it. */
export function Code({ text, label }: { text: string; label: string }) {
  return (
    <figure class="box" aria-label={label} tabindex={0}>
      <pre class="code">{text}</pre>
    </figure>
  );
}

/** A part that readers open. */
function Part({ title, count, children }: { title: string; count?: number; children: Child }) {
  return (
    <details class="part">
      <summary>
        {title}
        {count !== undefined && <span class="soft"> {count}</span>}
      </summary>
      {children}
    </details>
  );
}

function ParameterList({ title, parameters }: { title: string; parameters: Parameter[] }) {
  if (parameters.length === 0) return null;
  return (
    <Part title={title} count={parameters.length}>
      <Parameters parameters={parameters} />
    </Part>
  );
}

function Answers({ document, endpoint }: Props) {
  const answers = Object.entries(endpoint.responses);
  const successes = answers.filter(([status]) => /^2/.test(status));
  const failures = answers.filter(([status]) => /^[45]/.test(status));
  const example = successes.flatMap(([, answer]) => exampleAnswer(answer) ?? [])[0];
  return (
    <>
      <Part title="Answers">
        {successes.map(([status, answer]) => (
          <Success document={document} status={status} answer={answer} />
        ))}
      </Part>
      {example !== undefined && (
        <Part title="Example of an answer">
          <Code text={example} label="Example of an answer" />
        </Part>
      )}
      <Part title="Errors">
        <ul class="errors">
          {failures.map(([status, answer]) => (
            <Failure status={status} answer={resolveAnswer(document, answer)} />
          ))}
        </ul>
      </Part>
    </>
  );
}

function Success({ document, status, answer }: { document: ApiDocument; status: string; answer: Answer }) {
  const schema = jsonOf(answer);
  const types = [...Object.keys(answer.content ?? {}), ...(answer['x-file-types'] ?? [])];
  const fields = schema && resolve(document, schema);
  return (
    <>
      <p>
        <strong>{status}</strong> <InlineMarkup text={answer.description ?? ''} />{' '}
        <span class="soft">
          {types.join(', ')}
          {schema?.$ref && (
            <>
              {': '}
              <Type schema={schema} />
            </>
          )}
        </span>
      </p>
      {fields?.properties && !schema?.$ref && <Fields schema={fields} />}
    </>
  );
}

const isCode = (text: string): text is ErrorCode => Object.hasOwn(ERRORS, text);

/** Links each code that the description names to its explanation. */
function Failure({ status, answer }: { status: string; answer: Answer }) {
  const named = [...(answer.description ?? '').matchAll(/`(\w+)`/g)].flatMap(([, code]) => code ?? []);
  return (
    <li>
      {status}{' '}
      {named.filter(isCode).map((code) => (
        <>
          {' '}
          <a href={`/docs/errors#${code}`}>
            <code>{code}</code>
          </a>
        </>
      ))}
    </li>
  );
}

/** A form that the page's script shows and sends; without scripts it stays hidden. */
function TryIt({ endpoint }: Pick<Props, 'endpoint'>) {
  const { operationId, method, path, parameters = [] } = endpoint;
  const body = exampleBody(endpoint);
  return (
    <details class="part try" data-script hidden>
      <summary>Try it</summary>
      <form data-method={method} data-path={path}>
        {parameters.map((parameter) => (
          <Input id={`${operationId}-${parameter.in}-${parameter.name}`} parameter={parameter} />
        ))}
        {body !== undefined && (
          <p>
            <label for={`${operationId}-body`}>Request body</label>
            <textarea id={`${operationId}-body`} name="body" rows={6} spellcheck={false}>
              {body}
            </textarea>
          </p>
        )}
        <button type="submit">Send {method} request</button>
        <p class="soft" role="status"></p>
        {/* It scrolls, so the keyboard must reach it. */}
        <section class="result" aria-label="Answer" tabindex={0} hidden>
          <pre class="code"></pre>
        </section>
      </form>
    </details>
  );
}

function Input({ id, parameter }: { id: string; parameter: Parameter }) {
  const { name, required = false, schema, example } = parameter;
  const hint = example ?? schema.default ?? '';
  return (
    <p>
      <label for={id}>
        <code>{name}</code>
      </label>
      <input
        id={id}
        name={name}
        data-in={parameter.in}
        placeholder={String(hint)}
        required={required}
        autocomplete="off"
        spellcheck={false}
      />
    </p>
  );
}
