import { MINUTE } from '../time.ts';

/**
 * The longest gap between two previews of one run, in milliseconds. A later preview of the link in the app begins a new
 * run (`bursts` in the API). One paste is fetched several times, by each server of a fediverse or each device in a
 * chat, but within minutes.
 */
export const PREVIEW_RUN_GAP_MS = 30 * MINUTE;
