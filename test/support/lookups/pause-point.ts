/** A point at which a test can hold calls, to put them into the order that it is about. */
export interface PausePoint {
  /** Calls that arrive from now on wait here. */
  hold(): void;
  /** Resolves once a call waits here. */
  reached(): Promise<void>;
  /** Lets the waiting calls and all later ones continue. */
  release(): void;
  pass(): Promise<void>;
}

function createDeferred() {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

export function createPausePoint(): PausePoint {
  let arrived = createDeferred();
  let released: ReturnType<typeof createDeferred> | null = null;
  return {
    hold() {
      arrived = createDeferred();
      released = createDeferred();
    },
    reached: () => arrived.promise,
    release() {
      released?.resolve();
      released = null;
    },
    async pass() {
      arrived.resolve();
      await released?.promise;
    },
  };
}

const READS = ['get', 'list', 'known', 'resolve'];

export interface PausePoints {
  reads: PausePoint;
  writes: PausePoint;
}

/** Wraps store verbs: a read pauses after it has read from the store, a write before it changes the store. */
export function withPausePoints<T extends object>(verbs: T, { reads, writes }: PausePoints): T {
  return new Proxy(verbs, {
    get(target, name) {
      const verb: unknown = Reflect.get(target, name);
      if (typeof verb !== 'function') return verb;
      return async (...args: unknown[]) => {
        const isRead = READS.includes(String(name));
        if (!isRead) await writes.pass();
        const answer: unknown = await verb.apply(target, args);
        if (isRead) await reads.pass();
        return answer;
      };
    },
  });
}
