/** The entry of a reader process, which answers long queries one by one on a connection of its own. */
import { setPriority } from 'node:os';
import Database from 'better-sqlite3';
import { createStore } from '../../../store/store.ts';
import { sqliteEngine } from '../sqlite/engine.ts';
import { answerQueries } from './answer-queries.ts';

// Redirects go first when both want the same core.
const NICE = 5;

const [, , sums = '', main = ''] = process.argv;
setPriority(NICE);
const connection = new Database(sums, { readonly: true });
connection.prepare('ATTACH ? AS sotto').run(main);
const store = createStore({ main: sqliteEngine(connection, 'deferred') });
const { contents, links, hitList, sightings, refusals, reach } = store;
// A map is no JSON.
const stats = { ...store.stats, totals: async (ids: number[]) => [...(await store.stats.totals(ids))] };
answerQueries({ contents, links, stats, hitList, sightings, refusals, reach }, connection);
