/** A few files in one tar archive (POSIX ustar), which any tar opens too. */
import { type FileHandle, open } from 'node:fs/promises';

const BLOCK = 512;
const PORTION = 1 << 20;
/** Where the parts of a header stand. */
const AT = { mode: 100, size: 124, time: 136, checksum: 148, type: 156, magic: 257 };
/** A larger size is written in binary, as GNU tar and others do. */
const LARGEST_OCTAL = 8 ** 11 - 1;
const BINARY = 0x80;
const MAGIC = 'ustar\x0000';

const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;
const padding = (size: number) => (BLOCK - (size % BLOCK)) % BLOCK;

function checksum(header: Buffer): string {
  const counted = Buffer.from(header).fill(' ', AT.checksum, AT.type);
  return octal(
    counted.reduce((sum, byte) => sum + byte, 0),
    6,
  );
}

/** The block before a file: its size in bytes, its time in milliseconds. */
export function headerOf(name: string, { size, mtimeMs }: { size: number; mtimeMs: number }): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(name);
  header.write(octal(0o600, 7) + octal(0, 7) + octal(0, 7), AT.mode);
  if (size <= LARGEST_OCTAL) header.write(octal(size, 11), AT.size);
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

/** Reads such a block; undefined at the end of the archive. Throws when it is none of an archive. */
export function readHeader(header: Buffer): { name: string; size: number } | undefined {
  if (header.every((byte) => byte === 0)) return undefined;
  const text = (from: number, to: number) => header.toString('latin1', from, to).replace(/\0.*$/s, '');
  if (text(AT.magic, AT.magic + 6) !== 'ustar' || `${text(AT.checksum, AT.type)}\0` !== checksum(header)) {
    throw new Error('It is no backup');
  }
  const binary = header[AT.size] === BINARY;
  const size = binary
    ? Number(header.readBigUInt64BE(AT.time - 8))
    : Number.parseInt(text(AT.size, AT.time), 8);
  return { name: text(0, AT.mode), size };
}

type Moved = (bytes: number) => void;

/** Copies so many bytes, from where one file stands to where the other does. */
async function copy(from: FileHandle, to: FileHandle, size: number, moved: Moved): Promise<void> {
  const portion = Buffer.alloc(PORTION);
  for (let left = size; left > 0; ) {
    const { bytesRead } = await from.read(portion, 0, Math.min(PORTION, left));
    if (bytesRead === 0) throw new Error('It is cut off');
    await to.appendFile(portion.subarray(0, bytesRead));
    left -= bytesRead;
    moved(bytesRead);
  }
}

/** Writes a new archive (0600) of these files, in order, to the disk; `moved` is told of bytes. */
export async function writeTar(path: string, files: { name: string; path: string }[], moved: Moved) {
  await using archive = await open(path, 'wx', 0o600);
  for (const { name, path: source } of files) {
    await using file = await open(source);
    const stat = await file.stat();
    await archive.appendFile(headerOf(name, stat));
    await copy(file, archive, stat.size, moved);
    await archive.appendFile(Buffer.alloc(padding(stat.size)));
  }
  await archive.appendFile(Buffer.alloc(2 * BLOCK));
  await archive.sync();
}

/**
 * Writes each file of an archive (0600) to where `pathOf` says, to the disk. Throws when the archive is none, names a
 * file that `pathOf` does not know, or ends too early.
 */
export async function readTar(path: string, pathOf: (name: string) => string | undefined, moved: Moved) {
  await using archive = await open(path);
  for (;;) {
    const block = Buffer.alloc(BLOCK);
    const { bytesRead } = await archive.read(block, 0, BLOCK);
    if (bytesRead < BLOCK) throw new Error(bytesRead === 0 ? 'It is cut off' : 'It is no backup');
    const entry = readHeader(block);
    if (!entry) return;
    const target = pathOf(entry.name);
    if (target === undefined) throw new Error('It is no backup');
    await using file = await open(target, 'wx', 0o600);
    await copy(archive, file, entry.size, moved);
    await file.sync();
    await archive.read(block, 0, padding(entry.size));
  }
}
