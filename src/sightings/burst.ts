/**
 * A preview this long after the latest earlier one of its link in its app begins a new burst. Milliseconds. One paste
 * is fetched several times, by each of a fediverse's servers or each device of a chat, but within minutes.
 */
export const BURST_GAP_MS = 30 * 60_000;
