/** Reads and writes tar archives (POSIX ustar) of a few files, which other tar programs can open too. */
import { type FileHandle, open } from 'node:fs/promises';

const BLOCK = 512;
const CHUNK = 1 << 20;
/** The offsets of the fields in a header. */
const AT = { mode: 100, size: 124, time: 136, checksum: 148, type: 156, magic: 257 };
/** A larger size is written in binary, as in GNU tar. */
const MAX_OCTAL = 8 ** 11 - 1;
const BINARY = 0x80;
const MAGIC = 'ustar\x0000';
/** The error for files that are not backups. */
export const NOT_A_BACKUP = 'this file is not a Sotto backup';
const TRUNCATED = 'the file is truncated';

const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;
const padding = (size: number) => (BLOCK - (size % BLOCK)) % BLOCK;

function checksum(header: Buffer): string {
  const counted = Buffer.from(header).fill(' ', AT.checksum, AT.type);
  return octal(
    counted.reduce((sum, byte) => sum + byte, 0),
    6,
  );
}

/** The header block of a file: its size in bytes, its time in milliseconds. */
export function formatHeader(name: string, { size, mtimeMs }: { size: number; mtimeMs: number }): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(name);
  header.write(octal(0o600, 7) + octal(0, 7) + octal(0, 7), AT.mode);
  if (size <= MAX_OCTAL) header.write(octal(size, 11), AT.size);
  else {
    header[AT.size] = BINARY;
    header.writeBigUInt64BE(BigInt(size), AT.time - 8);
  }
  header.write(octal(Math.floor(mtimeMs / 1000), 11), AT.time);
  header.write('0', AT.type);
  header.write(MAGIC, AT.magic);
  header.write(`${checksum(header)} `, AT.checksum);
  return header;
}

/** Parses a header block; undefined at the end of the archive. Throws if it is not a valid header. */
export function parseHeader(header: Buffer): { name: string; size: number } | undefined {
  if (header.every((byte) => byte === 0)) return undefined;
  const text = (from: number, to: number) => header.toString('latin1', from, to).replace(/\0.*$/s, '');
  if (text(AT.magic, AT.magic + 6) !== 'ustar' || `${text(AT.checksum, AT.type)}\0` !== checksum(header)) {
    throw new Error(NOT_A_BACKUP);
  }
  const binary = header[AT.size] === BINARY;
  const size = binary
    ? Number(header.readBigUInt64BE(AT.time - 8))
    : Number.parseInt(text(AT.size, AT.time), 8);
  return { name: text(0, AT.mode), size };
}

type OnBytes = (bytes: number) => void;

/** Copies `size` bytes between the current positions of two files. */
async function copy(from: FileHandle, to: FileHandle, size: number, onBytes: OnBytes): Promise<void> {
  const chunk = Buffer.alloc(CHUNK);
  for (let left = size; left > 0; ) {
    const { bytesRead } = await from.read(chunk, 0, Math.min(CHUNK, left));
    if (bytesRead === 0) throw new Error(TRUNCATED);
    await to.appendFile(chunk.subarray(0, bytesRead));
    left -= bytesRead;
    onBytes(bytesRead);
  }
}

/** Writes a new archive (0600) of these files, in order, and syncs it to disk. `onBytes` reports progress. */
export async function writeTar(path: string, files: { name: string; path: string }[], onBytes: OnBytes) {
  await using archive = await open(path, 'wx', 0o600);
  for (const { name, path: source } of files) {
    await using file = await open(source);
    const stat = await file.stat();
    await archive.appendFile(formatHeader(name, stat));
    await copy(file, archive, stat.size, onBytes);
    await archive.appendFile(Buffer.alloc(padding(stat.size)));
  }
  await archive.appendFile(Buffer.alloc(2 * BLOCK));
  await archive.sync();
}

/**
 * Extracts each file of an archive (0600) to the path that `pathOf` returns, and syncs it to disk. Throws if the archive is
 * invalid or truncated, or contains a file that `pathOf` does not know.
 */
export async function readTar(path: string, pathOf: (name: string) => string | undefined, onBytes: OnBytes) {
  await using archive = await open(path);
  for (;;) {
    const block = Buffer.alloc(BLOCK);
    const { bytesRead } = await archive.read(block, 0, BLOCK);
    if (bytesRead < BLOCK) throw new Error(bytesRead === 0 ? TRUNCATED : NOT_A_BACKUP);
    const entry = parseHeader(block);
    if (!entry) return;
    const target = pathOf(entry.name);
    if (target === undefined) throw new Error(NOT_A_BACKUP);
    await using file = await open(target, 'wx', 0o600);
    await copy(archive, file, entry.size, onBytes);
    await file.sync();
    await archive.read(block, 0, padding(entry.size));
  }
}
