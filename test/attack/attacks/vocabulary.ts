/** Words for attacks. */
import { createRandom } from '../../../src/demo/random.ts';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
const random = createRandom(13);

/** Random letters and digits, the same in every run. */
export const randomText = (length: number) => random.text(ALPHABET, length);

/** Names that every object of JavaScript has. */
export const OBJECT_NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'isPrototypeOf',
  '__defineGetter__',
  '__lookupSetter__',
];

/** Beginnings of agents that parsers look closely at. */
export const CRAWLERS_ALIKE = [
  'droid',
  'bot',
  'Android 9; ',
  'Mozilla/5.0 (',
  'Windows NT 6.1; ',
  'like Gecko ',
  'http://',
  'Version/',
  'iPhone OS ',
  'Opera Mini/',
  'WhatsApp/',
  'Slackbot ',
  '; ) ( ; ',
  '+http',
  'spider crawler ',
];
