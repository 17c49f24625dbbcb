import { DAY } from '../time.ts';
import type { ClockReading } from './trusted-clock.ts';

/** What the check of the clock found, as a sentence for operators. */
export function clockText({ off, trusted }: Pick<ClockReading, 'off' | 'trusted'>): string {
  if (off === 0) return 'The clock agrees with its last known time.';
  const days = Math.round(Math.abs(off) / DAY);
  const found = `The clock is ${days} days ${off > 0 ? 'ahead of' : 'behind'} its last known time: check it, unless Sotto was stopped for so long.`;
  return trusted === null
    ? `${found} Nothing is deleted by age until the clock has run steadily for a day.`
    : `${found} Old data is deleted a week per day until it has caught up.`;
}
