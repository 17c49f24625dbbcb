/** A place where calls can be made to wait, to put them in the order that a test is about. */
export interface Gate {
  /** From now on calls wait here. */
  shut(): void;
  /** Resolves once a call waits here. */
  reached(): Promise<void>;
  /** Lets the calls that wait here and all later ones go on. */
  open(): void;
  pass(): Promise<void>;
}

function createSignal() {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { give, given };
}

export function createGate(): Gate {
  let arrived = createSignal();
  let opened: ReturnType<typeof createSignal> | null = null;
  return {
    shut() {
      arrived = createSignal();
      opened = createSignal();
    },
    reached: () => arrived.given,
    open() {
      opened?.give();
      opened = null;
    },
    async pass() {
      arrived.give();
      await opened?.given;
    },
  };
}

const READS = ['get', 'list', 'known', 'resolve'];

export interface Gates {
  reads: Gate;
  writes: Gate;
}

/** The same verbs: a read waits once it has seen what is stored, a write before it changes it. */
export function behindGates<T extends object>(verbs: T, { reads, writes }: Gates): T {
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
