/** Calls any operation of the OpenAPI document with the examples of the document. */

import type { ApiKey } from '../../../src/keys/api-key.ts';
import { createApiKey } from '../../../src/keys/key-text.ts';
import type { Scope } from '../../../src/keys/scope.ts';
import { ADMIN_KEY, type Sotto } from '../runtimes/sotto.ts';
import type { Operation } from './document.ts';

export interface Call {
  key?: string | null;
  method?: string;
  /** Encoded path parameters; missing ones are taken from an existing or new resource. */
  path?: Record<string, string>;
  query?: string;
  body?: BodyInit;
  headers?: Record<string, string>;
}

export interface Caller {
  call(operation: Operation, call?: Call): Promise<Response>;
  /** Creates a key with these scopes. */
  keyWith(scopes: readonly Scope[], changes?: Partial<ApiKey>): Promise<string>;
}

export function createCaller(sotto: Sotto, operations: Operation[]): Caller {
  const send = (path: string, method: string, init: RequestInit) => sotto.request(path, { ...init, method });

  /** Returns the newest resource of a collection that is not revoked, or creates the documented example. */
  async function anyOf(collection: string): Promise<Record<string, string>> {
    const admin = { headers: { Authorization: `Bearer ${ADMIN_KEY}`, 'Content-Type': 'application/json' } };
    const listed = await send(collection, 'GET', admin);
    const { data }: { data: Record<string, string>[] } = await listed.json();
    const newest = data.find(({ revokedAt }) => !revokedAt);
    if (newest) return newest;
    const creation = operations.find(({ method, path }) => method === 'POST' && path === collection);
    const created = await send(collection, 'POST', {
      ...admin,
      body: JSON.stringify(creation?.body?.example),
    });
    if (!created.ok) throw new Error(`${collection} rejects its own example: ${await created.text()}`);
    return created.json();
  }

  async function fill(operation: Operation, given: Record<string, string>): Promise<string> {
    const [collection = ''] = operation.path.split('/{');
    const names = operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
    const missing = names.some((name) => given[name] === undefined);
    const found = missing ? await anyOf(collection) : {};
    return names.reduce(
      (path, name) => path.replace(`{${name}}`, given[name] ?? encodeURIComponent(found[name] ?? '')),
      operation.path,
    );
  }

  return {
    async call(
      operation,
      { key = ADMIN_KEY, method = operation.method, path = {}, query = '', ...rest } = {},
    ) {
      // A share needs the content of its page.
      if (operation.path === '/api/v1/shares')
        await sotto.api('POST', '/contents', { url: Object(operation.body?.example).url });
      const address = await fill(operation, path);
      // A key that may only read gets the code of a link that exists.
      if (operation.path.endsWith('/contents/{id}/qr'))
        await send(address, 'GET', { headers: { Authorization: `Bearer ${ADMIN_KEY}` } });
      const headers = {
        ...(key !== null && { Authorization: `Bearer ${key}` }),
        ...(operation.body && { 'Content-Type': 'application/json' }),
        ...rest.headers,
      };
      const body = rest.body ?? JSON.stringify(operation.body?.example);
      const init = operation.body && method === operation.method ? { headers, body } : { headers };
      return send(`${address}?${query}`, method, init);
    },
    async keyWith(scopes, changes = {}) {
      const { text, record } = await createApiKey(sotto.deps.ids, {
        name: 'test',
        scopes: [...scopes],
        at: 0,
      });
      await sotto.deps.store.keys.add({ ...record, ...changes });
      return text;
    },
  };
}
