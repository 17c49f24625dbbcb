/** Parameters that several operations share, as components. */
import type { Document, Operation } from './document.ts';

type Parameter = Exclude<NonNullable<Operation['parameters']>[number], { $ref: string }>;

/** How a parameter names its component, if its own name does not do. */
const NAME = 'x-component';

const componentName = ({ [NAME]: given, name }: Parameter): string =>
  given ?? name.replace(/^./, (letter) => letter.toUpperCase());

/** The text of each parameter that is used more than once. */
function repeated(parameters: Parameter[]): Set<string> {
  const texts = parameters.map((parameter) => JSON.stringify(parameter));
  return new Set(texts.filter((text, index) => texts.indexOf(text) !== index));
}

/** The document with each parameter that is used more than once among its components, and references in its place. */
export function shareParameters(document: Document): Document {
  const operations: Operation[] = Object.values(document.paths ?? {}).flatMap((item) => Object.values(item));
  const parametersOf = ({ parameters = [] }: Operation) => parameters as Parameter[]; // no references so far
  const shared = repeated(operations.flatMap(parametersOf));
  const components = new Map<string, Parameter>();
  for (const text of shared) {
    const parameter: Parameter = JSON.parse(text);
    const name = componentName(parameter);
    if (components.has(name)) throw new Error(`Two parameters are called ${name}: name one with component()`);
    components.set(name, withoutName(parameter));
  }
  for (const operation of operations) {
    if (!operation.parameters) continue;
    operation.parameters = parametersOf(operation).map((parameter) =>
      shared.has(JSON.stringify(parameter))
        ? { $ref: `#/components/parameters/${componentName(parameter)}` }
        : withoutName(parameter),
    );
  }
  return {
    ...document,
    components: { ...document.components, parameters: Object.fromEntries(components) },
  };
}

function withoutName({ [NAME]: _, ...parameter }: Parameter): Parameter {
  return parameter;
}
