/** How many may be inside at once, how many may wait outside, and each for how many milliseconds. */
export interface TurnstileLimits {
  atOnce: number;
  waiting: number;
  waitMs: number;
}

/** Lets in one after the other; 'full' for whoever finds too many waiting, or waits too long. */
export interface Turnstile {
  /** Who was let in calls the answer when going out. */
  enter(): Promise<(() => void) | 'full'>;
}

interface Visitor {
  letIn(): void;
}

export function createTurnstile({ atOnce, waiting, waitMs }: TurnstileLimits): Turnstile {
  const queue = new Set<Visitor>();
  let inside = 0;

  const goOut = () => {
    inside -= 1;
    const [next] = queue;
    next?.letIn();
  };
  const goIn = () => {
    inside += 1;
    let gone = false;
    return () => {
      if (!gone) goOut();
      gone = true;
    };
  };

  return {
    async enter() {
      if (inside < atOnce) return goIn();
      if (queue.size >= waiting) return 'full';
      return new Promise((resolve) => {
        const leave = (answer: (() => void) | 'full') => {
          clearTimeout(patience);
          queue.delete(visitor);
          resolve(answer);
        };
        const visitor = { letIn: () => leave(goIn()) };
        const patience = setTimeout(() => leave('full'), waitMs);
        queue.add(visitor);
      });
    },
  };
}
