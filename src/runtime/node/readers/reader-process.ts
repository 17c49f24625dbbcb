/** The process that answers what takes long: one question after the other, on a connection of its own. */
import { setPriority } from 'node:os';
import Database from 'better-sqlite3';
import { createStore } from '../../../store/store.ts';
import { sqliteEngine } from '../sqlite/engine.ts';
import { answerQuestions } from './answer-questions.ts';

// Redirects come first wherever both want the same core.
const NICE = 5;

const [, , sums = '', main = ''] = process.argv;
setPriority(NICE);
const connection = new Database(sums, { readonly: true });
connection.prepare('ATTACH ? AS sotto').run(main);
const { stats, hitList, sightings, refusals } = createStore({ main: sqliteEngine(connection, 'deferred') });
answerQuestions({ stats, hitList, sightings, refusals }, connection);
