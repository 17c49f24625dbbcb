/** A part whose members all return promises, so that it can be loaded when one of them is called. */
type PromiseMembers<Part> = {
  [Name in keyof Part]: Part[Name] extends (...args: infer Args) => Promise<infer Result>
    ? (...args: Args) => Promise<Result>
    : never;
};

type Verb = (...args: never[]) => Promise<unknown>;

/**
 * A part that is loaded by the first call of one of its members. Whatever a worker evaluates when it starts keeps the first
 * visitor of every isolate waiting.
 */
export function lazyPart<Part extends PromiseMembers<Part>>(load: () => Promise<Part>): Part {
  const call =
    (name: string) =>
    async (...args: never[]) => {
      const member: Verb = Reflect.get(await load(), name);
      return member(...args);
    };
  return new Proxy<Part>({} as Part, {
    // With a `then` it would be taken for a promise, and never resolve. Symbols are looked up by the engine only.
    get: (_, name) => (typeof name === 'symbol' || name === 'then' ? undefined : call(name)),
  }); // TypeScript ensures that every other name is a member
}
