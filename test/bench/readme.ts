/**
 * The entry of `npm run bench:readme -- FILE…`: writes the results of `npm run bench -- --save FILE` into the documents, a few
 * figures into the README and every target into docs/dev/bench.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { BASE } from './load/rounds.ts';
import { SOTTO } from './redirects/redirects.ts';
import type { Findings, JudgedFindings } from './report/findings.ts';
import { measuredOn, verdict } from './report/report.ts';
import { figure } from './report/table.ts';
import { targetsOf } from './report/targets.ts';

const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const README = pathOf('../../README.md');
const TARGETS = pathOf('../../docs/dev/bench.md');
const [BEGIN, END] = ['<!-- bench: begin -->\n', '<!-- bench: end -->\n'];
/** The setting of the comparison of servers. */
const SHOWN = { links: 1_000, connections: 64 };
/** The targets whose measured values the README shows, by the beginning of their text. */
const IN_README = ['redirects received − hits stored', 'resident memory', 'statistics of a usual content at'];

const files = argv.slice(2);
if (files.length === 0) throw new Error('Name a file: npm run bench:readme -- FILE');
// Each file has the shape that `--save` writes; later files replace the parts of earlier ones.
const found = files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as JudgedFindings);
const findings: Findings = Object.assign({}, ...found);
const results = { ...findings, targets: targetsOf(findings) };
fill(README, [`Measured on ${measuredOn(results)}.`, '', ...servers(results), ...fewFigures(results)]);
fill(TARGETS, [`Measured on ${measuredOn(results)}.`, '', ...allTargets(results)]);

/** Replaces what is between the two markers of a document. */
function fill(path: string, lines: string[]): void {
  const [before, rest] = readFileSync(path, 'utf8').split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`${path} lacks the markers ${BEGIN}${END}`);
  writeFileSync(path, `${before}${BEGIN}${lines.join('\n')}\n${END}${after}`);
}

function servers({ redirects }: JudgedFindings): string[] {
  const setting = redirects?.settings.find(
    ({ links, connections }) => links === SHOWN.links && connections === SHOWN.connections,
  );
  if (!setting) return [];
  const rows = setting.servers
    .filter(({ name }) => name === BASE || name.startsWith(SOTTO))
    .map(({ name, perSecond, cpu, cpuRatio, p99, memory }) =>
      row([name, ...[perSecond, cpu, cpuRatio, p99, memory].map(figure)]),
    );
  return [
    `| ${SHOWN.links.toLocaleString('en')} links, ${SHOWN.connections} connections | redirects/s | CPU µs | CPU ÷ bare | p99 ms | MB |`,
    '|---|---:|---:|---:|---:|---:|',
    ...rows,
    '',
  ];
}

function fewFigures({ targets }: JudgedFindings): string[] {
  // Absolute values only: a ratio of a target needs the text of docs/dev/bench.md.
  const shown = targets.filter(
    ({ what, measured }) =>
      measured !== null && !what.includes('÷') && IN_README.some((text) => what.startsWith(text)),
  );
  if (shown.length === 0) return [];
  const rows = shown.map(({ what, measured, unit }) =>
    row([what, `${figure(measured ?? Number.NaN)} ${unit}`.trim()]),
  );
  return ['| | measured |', '|---|---:|', ...rows];
}

function allTargets({ targets }: JudgedFindings): string[] {
  return [
    '| | measured | target | |',
    '|---|---:|---:|---|',
    ...targets.map(({ what, ...target }) => row([what, ...verdict(target)])),
  ];
}

function row(cells: string[]): string {
  return `| ${cells.join(' | ')} |`;
}
