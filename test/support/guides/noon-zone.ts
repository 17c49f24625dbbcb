/**
 * A time zone in which it is about noon, so that no test runs across midnight, and the same moment of yesterday is a day
 * before. POSIX names have the opposite sign.
 */
const EAST = 12 - new Date().getUTCHours();
export const NOON_ZONE = `Etc/GMT${EAST > 0 ? '-' : '+'}${Math.abs(EAST)}`;

/** The date of a time in that zone, as YYYY-MM-DD. */
export const noonZoneDate = (time: number) =>
  new Date(time).toLocaleDateString('sv-SE', { timeZone: NOON_ZONE });
