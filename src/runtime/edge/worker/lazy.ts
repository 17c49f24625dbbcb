/** What can be asked of a part before it is there: each answer is a promise anyway. */
type Asked = (...args: never[]) => unknown;

/**
 * A part that is loaded when it is first asked: whatever a worker evaluates at its start, the first visitor of every
 * isolate waits for. Only for parts whose every member answers a promise.
 */
export function late<T extends object>(load: () => Promise<T>): T {
  const ask =
    (name: string | symbol) =>
    async (...args: never[]) => {
      const part: object = await load();
      const member: Asked = Reflect.get(part, name);
      return member(...args);
    };
  // The whole point is that no member is known yet: TypeScript knows them.
  return new Proxy<T>({} as T, { get: (_, name) => ask(name) });
}
