/** The entry of `npm run bench:readme -- FILE…`: writes the results of `npm run bench -- --save FILE` into the README. */
import { readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { BASE } from './load/rounds.ts';
import { SOTTO } from './redirects/redirects.ts';
import type { Findings, JudgedFindings } from './report/findings.ts';
import { measuredOn, verdict } from './report/report.ts';
import { figure } from './report/table.ts';
import { targetsOf } from './report/targets.ts';

const README = fileURLToPath(new URL('../../README.md', import.meta.url));
const [BEGIN, END] = ['<!-- bench: begin -->\n', '<!-- bench: end -->\n'];
/** The setting of the comparison of servers. */
const SHOWN = { links: 1_000, connections: 64 };

const files = argv.slice(2);
if (files.length === 0) throw new Error('Name a file: npm run bench:readme -- FILE');
// Each file has the shape that `--save` writes; later files replace the parts of earlier ones.
const found = files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as JudgedFindings);
const findings: Findings = Object.assign({}, ...found);
const results = { ...findings, targets: targetsOf(findings) };
const text = readFileSync(README, 'utf8');
const [before, rest] = text.split(BEGIN);
const after = rest?.split(END)[1];
if (after === undefined) throw new Error(`${README} lacks the markers ${BEGIN}${END}`);
writeFileSync(README, `${before}${BEGIN}${figures(results)}\n${END}${after}`);

function figures(found: JudgedFindings): string {
  const targets = found.targets.filter(({ what, measured }) => measured !== null && !what.includes('nginx'));
  return [
    `Measured on ${measuredOn(found)}.`,
    '',
    ...servers(found),
    '| | measured | target | |',
    '|---|---:|---:|---|',
    ...targets.map(({ what, ...target }) => row([what, ...verdict(target)])),
  ].join('\n');
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
    `| ${SHOWN.links.toLocaleString('en')} links, ${SHOWN.connections} connections | redirects/s | CPU µs | ÷ bare | p99 ms | MB |`,
    '|---|---:|---:|---:|---:|---:|',
    ...rows,
    '',
  ];
}

function row(cells: string[]): string {
  return `| ${cells.join(' | ')} |`;
}
