import type { Readiness } from '../../../health.ts';
import type { Check, SystemFacts } from '../../../ports.ts';
import { VERSION } from '../../../version.ts';
import type { AppContext } from '../env.ts';
import { viewFor } from '../frame/show-page.tsx';
import { Notice } from '../members/parts.tsx';
import { Part, settingsPage, timeText } from '../members/settings-page.tsx';
import { page } from '../page-route.ts';
import { checkText } from './check-words.ts';
import { SYSTEM_WORDS } from './system-words.ts';

export const systemRoutes = (readiness: Readiness) => [
  page('GET /app/settings/system', async (c) => {
    const { status, checks } = await readiness.state(c.req.raw, c.env.connInfo);
    const { title, summary } = SYSTEM_WORDS[c.var.language];
    const body = (
      <>
        <Notice text={summary[status]} isError={status === 'fail'} />
        <Checks c={c} checks={checks} />
        <Facts c={c} facts={await factsOf(c)} />
      </>
    );
    return settingsPage(c, 'system', { title, body });
  }),
];

const WORST_FIRST = ['fail', 'warn', 'pass'] as const satisfies Check['status'][];

function Checks({ c, checks }: { c: AppContext; checks: Check[] }) {
  const { language } = c.var;
  const words = SYSTEM_WORDS[language];
  const sorted = WORST_FIRST.flatMap((status) => checks.filter((check) => check.status === status));
  return (
    <Part id="checks" head={words.checks} note={words.checksNote}>
      <table class="checks fold" role="table">
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              {words.check}
            </th>
            <th scope="col" role="columnheader">
              {words.state}
            </th>
            <th scope="col" role="columnheader">
              {words.meaning}
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {sorted.map((check) => {
            const { label, text, isTranslated } = checkText(check, language);
            return (
              <tr role="row">
                <th scope="row" role="rowheader">
                  {label}
                </th>
                <td role="cell">
                  <span class={`state ${check.status}`}>{words.states[check.status]}</span>
                </td>
                <td class="wide" role="cell">
                  <span lang={isTranslated ? undefined : 'en'}>{text}</span>
                  {isTranslated ? (
                    <details class="own">
                      <summary>{words.detail}</summary>
                      <p lang="en">
                        <code>{check.name}</code> {check.detail}
                      </p>
                    </details>
                  ) : null}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Part>
  );
}

interface Known extends SystemFacts {
  /** Null if the database does not answer. */
  waiting: number | null;
}

const NOTHING: SystemFacts = { startedAt: null, backupAt: null, disk: null, databaseBytes: null };

/** The page is most useful when something fails, so a fact that cannot be found out is left out. */
async function factsOf(c: AppContext): Promise<Known> {
  const { deps } = c.var;
  const failed = (err: unknown) => {
    deps.log.error({ err }, 'A fact about the system could not be read');
    return null;
  };
  const [facts, waiting] = await Promise.all([
    deps.system ? deps.system().catch(failed) : null,
    deps.store.stats.waiting().catch(failed),
  ]);
  return { ...(facts ?? NOTHING), waiting };
}

const GB = 1e9;
const MB = 1e6;

function Facts({ c, facts }: { c: AppContext; facts: Known }) {
  const words = SYSTEM_WORDS[c.var.language];
  const { format, now } = viewFor(c);
  const { kind } = c.var.deps.runtime;
  const bytes = (count: number) =>
    count >= GB
      ? `${format.number(Math.round(count / (GB / 10)) / 10)}\u00a0${words.gigabytes}`
      : `${format.number(Math.ceil(count / MB))}\u00a0${words.megabytes}`;
  const { startedAt, backupAt, disk, databaseBytes, waiting } = facts;
  const backup =
    backupAt === null ? words.noBackup : words.backupAt(timeText(c, backupAt), format.ago(backupAt, now));
  const rows: [string, string | null][] = [
    [words.version, VERSION],
    [words.runtime, words.runtimes[kind]],
    [words.uptime, startedAt === null ? null : words.since(timeText(c, startedAt))],
    [words.backup, kind === 'edge' ? words.edgeBackup : backup],
    [words.disk, disk && words.diskText(bytes(disk.freeBytes), bytes(disk.totalBytes))],
    [words.size, databaseBytes === null ? null : bytes(databaseBytes)],
    [words.waiting, waiting === null ? null : words.waitingText(waiting, format)],
  ];
  return (
    <Part id="facts" head={words.facts} note={words.factsNote}>
      <dl class="pairs">
        {rows.map(([name, text]) =>
          text === null ? null : (
            <div>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ),
        )}
      </dl>
    </Part>
  );
}
