/** Fields and parameters as lists: name, type, limits, meaning. */
import type { Child } from 'hono/jsx';
import { type Parameter, refName, type Schema } from './document.ts';
import { Markup } from './markup.tsx';

const FORMATS = new Map([
  ['uri', 'URL'],
  ['date', 'date'],
  ['date-time', 'time'],
]);

/** The anchor of a component schema. */
export const objectId = (name: string): string => `object-${name}`;

/** `string or null`, `array of integers`, or a link to a component schema. */
export function Type({ schema }: { schema: Schema }): Child {
  if (schema.$ref) {
    const name = refName(schema.$ref);
    return <a href={`#${objectId(name)}`}>{name}</a>;
  }
  const alternatives = schema.anyOf ?? schema.allOf;
  if (alternatives)
    return joined(
      alternatives.map((each) => <Type schema={each} />),
      schema.allOf ? ' with ' : ' or ',
    );
  const types = [schema.type ?? 'any value'].flat();
  return joined(
    types.map((type) => <SimpleType type={type} schema={schema} />),
    ' or ',
  );
}

function SimpleType({ type, schema }: { type: string; schema: Schema }) {
  if (type === 'string' && schema.format) return <>{FORMATS.get(schema.format) ?? schema.format}</>;
  if (type !== 'array' || !schema.items) return <>{type}</>;
  return (
    <>
      array of <Type schema={schema.items} />
    </>
  );
}

const joined = (parts: Child[], separator: string) => (
  <>{parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part]))}</>
);

/** The limits of a value in words. */
function limitsOf(schema: Schema): string[] {
  return [
    rangeOf(schema.minimum, schema.maximum, ''),
    rangeOf(schema.minLength, schema.maxLength, ' characters'),
    rangeOf(schema.minItems, schema.maxItems, ' items'),
    ...(schema.default === undefined || schema.default === null ? [] : [`default ${show(schema.default)}`]),
  ].filter((text) => text !== '');
}

function rangeOf(from: number | undefined, to: number | undefined, unit: string): string {
  if (from !== undefined && to !== undefined) return `${from} to ${to}${unit}`;
  if (to !== undefined) return `at most ${to}${unit}`;
  return from === undefined ? '' : `at least ${from}${unit}`;
}

const show = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The object inside a field whose own fields have no page of their own. */
function innerFields(schema: Schema): Schema | undefined {
  const candidates = [schema, schema.items, ...(schema.anyOf ?? [])];
  return candidates.find((each) => each?.properties !== undefined);
}

/** The values that a field may have. */
export function Values({ values }: { values: unknown[] }) {
  return (
    <p class="values">
      {values.length > 1 ? 'One of ' : ''}
      {joined(
        values.map((value) => <code>{show(value)}</code>),
        ' ',
      )}
    </p>
  );
}

interface FieldProps {
  name: string;
  schema: Schema;
  description?: string | undefined;
  required?: boolean | undefined;
}

function Field({ name, schema, description = schema.description, required = false }: FieldProps) {
  const values = schema.enum ?? schema.items?.enum;
  const inner = innerFields(schema);
  return (
    <div class="field">
      <dt>
        <code>{name}</code>{' '}
        <span class="soft">
          <Type schema={schema} />
          {limitsOf(schema).map((limit) => `, ${limit}`)}
        </span>
        {required && <strong class="required">required</strong>}
      </dt>
      <dd>
        {description && <Markup text={description} />}
        {values && <Values values={values} />}
        {inner && <Fields schema={inner} />}
      </dd>
    </div>
  );
}

/** The fields of an object. In a request body, those that cannot be sent are named in one line. */
export function Fields({ schema, isRequest = false }: { schema: Schema; isRequest?: boolean }) {
  const fields = Object.entries(schema.properties ?? {});
  const fixed = fields.filter(([, field]) => field.readOnly);
  return (
    <>
      <dl class="fields">
        {fields
          .filter(([, field]) => !field.readOnly)
          .map(([name, field]) => (
            <Field name={name} schema={field} required={isRequest && schema.required?.includes(name)} />
          ))}
      </dl>
      {fixed.length > 0 && (
        <p>
          Cannot be changed:{' '}
          {joined(
            fixed.map(([name]) => <code>{name}</code>),
            ', ',
          )}
          .
        </p>
      )}
    </>
  );
}

/** Path or query parameters. */
export function Parameters({ parameters }: { parameters: Parameter[] }) {
  return (
    <dl class="fields">
      {parameters.map(({ name, schema, description, required }) => (
        <Field name={name} schema={schema} description={description} required={required} />
      ))}
    </dl>
  );
}
