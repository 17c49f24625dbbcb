import type { WriteStream } from 'node:tty';
import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  /** Shows how far a stage of so many steps is, until the next `begin` or `end`. */
  begin(label: string, total: number): void;
  add(steps: number): void;
  end(): void;
}

/** A bar on a terminal; elsewhere a line for each stage that is over. */
export function createProgress(stream: WriteStream): Progress {
  return stream.isTTY ? bars(stream) : lines(stream);
}

function bars(stream: WriteStream): Progress {
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

function lines(stream: WriteStream): Progress {
  let stage: { label: string; done: number } | undefined;
  const end = () => {
    if (stage) stream.write(`${stage.label} ${stage.done.toLocaleString('en')}\n`);
    stage = undefined;
  };
  return {
    begin(label) {
      end();
      stage = { label, done: 0 };
    },
    add(steps) {
      if (stage) stage.done += steps;
    },
    end,
  };
}
