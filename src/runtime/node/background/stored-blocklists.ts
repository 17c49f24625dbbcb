/** The last block list of each URL as a file of the data folder, so that a start without network blocks as before. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type HostTable, hostTable, MAX_HOSTS } from '../../../abuse/host-table.ts';
import type { Validators } from '../../fetch-blocklist.ts';

/** Another number after a change of the hashes: older files are then ignored. */
const FORMAT = 1;
const HEADER_BYTES = 4096;

/** A list, what its server said of this version, and when it was loaded (UTC milliseconds). */
export interface StoredBlocklist {
  table: HostTable;
  validators: Validators;
  loadedAt: number;
}

interface Header extends Validators {
  format: number;
  hosts: number;
  slots: number;
  loadedAt: number;
}

export interface StoredBlocklists {
  /** Null without a usable file. */
  read(address: string): Promise<StoredBlocklist | null>;
  write(address: string, list: StoredBlocklist): Promise<void>;
  /** Removes the files of all other addresses. */
  removeOthers(addresses: readonly string[]): Promise<void>;
}

export function openStoredBlocklists(folder: string): StoredBlocklists {
  const pathOf = (address: string) => join(folder, nameOf(address));
  return {
    async read(address) {
      try {
        return parse(await readFile(pathOf(address)));
      } catch {
        return null; // missing or damaged: the list is fetched now anyway
      }
    },
    async write(address, { table, validators, loadedAt }) {
      const { slots, size: hosts } = table;
      const about: Header = { format: FORMAT, hosts, slots: slots.length, loadedAt, ...validators };
      const header = Buffer.alloc(HEADER_BYTES, ' ');
      header.write(JSON.stringify(about));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const path = pathOf(address);
      await writeFile(`${path}.new`, Buffer.concat([header, Buffer.from(slots.buffer)]), { mode: 0o600 });
      await rename(`${path}.new`, path);
    },
    async removeOthers(addresses) {
      const kept = new Set(addresses.map(nameOf));
      const names = await readdir(folder).catch(() => []);
      await Promise.all(names.filter((name) => !kept.has(name)).map((name) => rm(join(folder, name))));
    },
  };
}

const nameOf = (address: string) => `${createHash('sha256').update(address).digest('hex').slice(0, 32)}.list`;

function parse(file: Buffer): StoredBlocklist | null {
  const header: Header = JSON.parse(file.toString('utf8', 0, HEADER_BYTES));
  const { format, hosts, slots: length, loadedAt, etag, lastModified } = header;
  const bytes = new Uint8Array(file.subarray(HEADER_BYTES)); // a copy, because the array needs aligned bytes
  if (format !== FORMAT || bytes.byteLength !== length * 8 || !(hosts > 0 && hosts <= MAX_HOSTS)) return null;
  const slots = new Float64Array(bytes.buffer);
  return { table: hostTable({ slots, size: hosts }), validators: { etag, lastModified }, loadedAt };
}
