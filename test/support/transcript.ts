import { expect } from 'vitest';

/** A command of a `console` block and its documented output. */
export interface Step {
  command: string;
  output: string;
}

/** The steps of all `console` blocks in a Markdown text: `$ ` starts a command, indented lines continue it. */
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

/** A script for `sh` that runs the commands in one shell and marks the start of each output. */
export function scriptOf(steps: Step[]): string {
  return steps.map(({ command }) => `echo '${MARKER}'\n${command}\n`).join('');
}

/** Splits the printed text into the output of each command. */
function outputsOf(printed: string): string[] {
  return printed.split(`${MARKER}\n`).slice(1);
}

/**
 * Compares the output of each command with the documented one. The text shows JSON formatted and shortened: `…` after a comma
 * stands for the remaining fields.
 */
export function expectOutputs(printed: string, steps: Step[]): void {
  const outputs = outputsOf(printed);
  expect(outputs).toHaveLength(steps.length);
  for (const [index, { command, output }] of steps.entries()) {
    const found = outputs[index] ?? '';
    if (!output.startsWith('{')) expect(found, command).toBe(output);
    else expect(JSON.parse(found), command).toMatchObject(JSON.parse(output.replaceAll(/,\s*…/g, '')));
  }
}
