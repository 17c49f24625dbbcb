import type { WriteStream } from 'node:tty';
import { Presets, SingleBar } from 'cli-progress';

export interface ProgressBar {
  /** Starts a stage with a number of steps. It ends with the next `begin` or `end`. */
  begin(label: string, total: number): void;
  add(steps: number): void;
  end(): void;
}

/** A progress bar on a terminal; otherwise a line for each finished stage, and one every 10 s within a stage. */
export function createProgress(stream: WriteStream): ProgressBar {
  return stream.isTTY ? bars(stream) : lines(stream);
}

function bars(stream: WriteStream): ProgressBar {
  const format = '{label} {bar} {value}/{total}';
  let bar: SingleBar | undefined;
  return {
    begin(label, total) {
      bar?.stop();
      bar = new SingleBar({ format, stream, hideCursor: true, barsize: 30 }, Presets.shades_classic);
      bar.start(total, 0, { label: label.padEnd(8) });
    },
    add: (steps) => bar?.increment(steps),
    end: () => bar?.stop(),
  };
}

/** The shortest time between two lines of a stage, in milliseconds. */
const LINE_INTERVAL_MS = 10_000;

function lines(stream: WriteStream): ProgressBar {
  let stage: { label: string; total: number; done: number; printedAt: number } | undefined;
  const end = () => {
    if (stage) stream.write(`${stage.label} ${stage.done.toLocaleString('en')}\n`);
    stage = undefined;
  };
  return {
    begin(label, total) {
      end();
      stage = { label, total, done: 0, printedAt: performance.now() };
    },
    add(steps) {
      if (!stage) return;
      stage.done += steps;
      const { label, total, done, printedAt } = stage;
      if (done >= total || performance.now() - printedAt < LINE_INTERVAL_MS) return;
      stage.printedAt = performance.now();
      stream.write(`${label} ${done.toLocaleString('en')} of ${total.toLocaleString('en')}\n`);
    },
    end,
  };
}
