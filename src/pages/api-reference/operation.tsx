/** One operation of the reference: its address, parameters, body, answers, errors and examples. */
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
import { curlOf, exampleBody, exampleOf } from './examples.ts';
import { Fields, Parameters, Type } from './fields.tsx';
import { Inline, Markup } from './markup.tsx';

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
  return (
    <section id={operationId} class="operation" data-search>
      <h3>
        <a href={`#${operationId}`}>{summary}</a>
      </h3>
      <p class="address">
        <Method name={method} /> <code>{path}</code>
      </p>
      {description && <Markup text={description} />}
      <pre class="code">{curlOf(document, endpoint)}</pre>
      <ParameterList title="Path parameters" parameters={inPath} />
      <ParameterList title="Query parameters" parameters={inQuery} />
      {body && (
        <>
          <h4>Request body</h4>
          <Fields schema={resolve(document, body)} isRequest />
        </>
      )}
      <Answers document={document} endpoint={endpoint} />
      <TryIt document={document} endpoint={endpoint} />
    </section>
  );
}

export function Method({ name }: { name: string }) {
  return <span class={`method ${name.toLowerCase()}`}>{name}</span>;
}

function ParameterList({ title, parameters }: { title: string; parameters: Parameter[] }) {
  if (parameters.length === 0) return null;
  return (
    <>
      <h4>{title}</h4>
      <Parameters parameters={parameters} />
    </>
  );
}

function Answers({ document, endpoint }: Props) {
  const answers = Object.entries(endpoint.responses);
  const successes = answers.filter(([status]) => /^2/.test(status));
  const [example] = successes.flatMap(([, answer]) => jsonOf(answer) ?? []);
  return (
    <>
      <h4>Answers</h4>
      {successes.map(([status, answer]) => (
        <Success document={document} status={status} answer={answer} />
      ))}
      {example && (
        <details>
          <summary>Example of an answer</summary>
          <pre class="code">{JSON.stringify(exampleOf(document, example), null, 2)}</pre>
        </details>
      )}
      <h4>Errors</h4>
      <ul class="errors">
        {answers
          .filter(([status]) => /^[45]/.test(status))
          .map(([status, answer]) => (
            <Failure status={status} answer={resolveAnswer(document, answer)} />
          ))}
      </ul>
    </>
  );
}

function Success({ document, status, answer }: { document: ApiDocument; status: string; answer: Answer }) {
  const schema = jsonOf(answer);
  const types = Object.keys(answer.content ?? {});
  return (
    <>
      <p>
        <strong>{status}</strong> <Inline text={answer.description ?? ''} />{' '}
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
      {schema && !schema.$ref && <Fields schema={resolve(document, schema)} />}
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
function TryIt({ document, endpoint }: Props) {
  const { operationId, method, path, parameters = [] } = endpoint;
  const body = exampleBody(document, endpoint);
  return (
    <details class="try" data-script hidden>
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
  const { name, required = false, schema } = parameter;
  const hint = schema.example ?? schema.default ?? '';
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
