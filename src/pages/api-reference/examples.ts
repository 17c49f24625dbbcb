/** Examples of requests and answers, as the document records them. */
import { type Answer, type Endpoint, JSON_TYPE } from './document.ts';

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value, null, 2);

/** The example body as JSON; undefined if the operation takes no body. */
export function exampleBody({ requestBody }: Endpoint): string | undefined {
  return requestBody && asText(requestBody.content[JSON_TYPE]?.example ?? {});
}

/** The example of an answer; undefined if it has none. */
export function exampleAnswer({ content = {} }: Answer): string | undefined {
  const example = Object.values(content)[0]?.example;
  return example === undefined ? undefined : asText(example);
}
