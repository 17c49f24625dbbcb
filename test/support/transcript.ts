/** A command of a `console` block and what the text says it prints. */
export interface Step {
  command: string;
  output: string;
}

/** The steps of all `console` blocks in a Markdown text: `$ ` begins a command, indented lines go on with it. */
export function transcript(markdown: string): Step[] {
  const steps: Step[] = [];
  for (const [, block = ''] of markdown.matchAll(/```console\n(.*?)```/gs)) {
    for (const part of block.split(/^\$ /m).slice(1)) {
      const [command = ''] = /^.*\n(?:[ \t]+\S.*\n)*/.exec(part) ?? [];
      steps.push({ command: command.trimEnd(), output: part.slice(command.length) });
    }
  }
  return steps;
}

const MARKER = '=== step ===';

/** A script for `sh` that runs the commands in one shell and marks where each one's output begins. */
export function scriptOf(steps: Step[]): string {
  return steps.map(({ command }) => `echo '${MARKER}'\n${command}\n`).join('');
}

/** What each command printed. */
export function outputsOf(printed: string): string[] {
  return printed.split(`${MARKER}\n`).slice(1);
}
