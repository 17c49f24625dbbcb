/** What the pages of these settings share. */
import type { Child } from 'hono/jsx';
import { AppError } from '../../../errors.ts';
import type { AppContext } from '../env.ts';

/** The text of the notice that the address asks for. */
export function noticeIn<Name extends string>(
  c: AppContext,
  words: Record<Name, unknown>,
  names: Name[],
): string | null {
  const asked = c.req.query('notice');
  const name = names.find((each) => each === asked);
  return name === undefined ? null : String(words[name]);
}

/** Whether the parameter `:id`, in full, is this text. */
export const idOf = (c: AppContext): string => c.req.param('id') ?? '';

/** The failure of a use case, or null if it succeeded. Anything that is not expected is thrown. */
export async function failureOf(work: Promise<unknown>): Promise<AppError | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

/** A list that becomes rows of lines on phones. */
export function Table({ heads, action, children }: { heads: string[]; action: string; children: Child }) {
  return (
    <div class="scroll">
      <table class="people">
        <thead>
          <tr>
            {heads.map((head) => (
              <th scope="col">{head}</th>
            ))}
            <th scope="col">
              <span class="vh">{action}</span>
            </th>
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
