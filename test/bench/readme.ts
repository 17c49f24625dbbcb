/** The entry of `npm run bench:readme -- FILE…`: puts what `npm run bench -- --save FILE` found into the README. */
import { readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { BASE } from './load/rounds.ts';
import { SOTTO } from './redirects/redirects.ts';
import type { Findings, Judged } from './report/findings.ts';
import { circumstances, verdict } from './report/report.ts';
import { figure } from './report/table.ts';
import { targetsOf } from './report/targets.ts';

const README = fileURLToPath(new URL('../../README.md', import.meta.url));
const [BEGIN, END] = ['<!-- bench: begin -->\n', '<!-- bench: end -->\n'];
/** At this many links and connections servers are compared. */
const SHOWN = { links: 1_000, connections: 64 };

const files = argv.slice(2);
if (files.length === 0) throw new Error('Which file? npm run bench:readme -- FILE');
// Parts that were measured one after the other; each file is as the bench wrote it.
const found = files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Judged);
const findings: Findings = Object.assign({}, ...found);
const judged = { ...findings, targets: targetsOf(findings) };
const text = readFileSync(README, 'utf8');
const [before, rest] = text.split(BEGIN);
const after = rest?.split(END)[1];
if (after === undefined) throw new Error(`${README} has no place for the figures: ${BEGIN}${END}`);
writeFileSync(README, `${before}${BEGIN}${figures(judged)}\n${END}${after}`);

function figures(found: Judged): string {
  const targets = found.targets.filter(({ what, measured }) => measured !== null && !what.includes('nginx'));
  return [
    `Measured on ${circumstances(found)}.`,
    '',
    ...servers(found),
    '| what Sotto wants to reach | measured | wanted | |',
    '|---|---:|---:|---|',
    ...targets.map(({ what, ...target }) => row([what, ...verdict(target)])),
  ].join('\n');
}

function servers({ redirects }: Judged): string[] {
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
    `| ${SHOWN.links.toLocaleString('en')} links, ${SHOWN.connections} connections | redirects/s | CPU µs | ÷ bare | p99 ms | MB |`,
    '|---|---:|---:|---:|---:|---:|',
    ...rows,
    '',
  ];
}

function row(cells: string[]): string {
  return `| ${cells.join(' | ')} |`;
}
