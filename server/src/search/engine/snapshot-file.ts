/**
 * A file of named typed arrays with checksums: the arrays one after the other, then a JSON table of
 * them, then the table's length and checksum. Written beside and renamed, so that a reader sees the
 * old file or the new one, and whatever is damaged is noticed.
 */
import { randomBytes } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

const MAGIC = 0x58444954;
const TRAILER = 12;
const PIECE = 4 << 20;
const MOST_TABLE = 64 << 20;

const TYPES = { Uint8Array, Int8Array, Uint16Array, Uint32Array, Int32Array, Float32Array, Float64Array };
type TypeName = keyof typeof TYPES;
export type Column = Uint8Array | Int8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

interface Entry {
  name: string;
  type: TypeName;
  length: number;
  checksum: number;
}

/** `facts` is kept as JSON beside the columns. Arrays that change while this runs are stored as they are at some moment of it. */
export async function writeSnapshotFile(path: string, facts: object, columns: ReadonlyMap<string, Column>): Promise<void> {
  const beside = `${path}.${randomBytes(6).toString('hex')}.new`;
  try {
    const file = await open(beside, 'w', 0o600);
    try {
      const entries: Entry[] = [];
      for (const [name, column] of columns)
        entries.push({ name, type: column.constructor.name as TypeName, length: column.length, checksum: await writeColumn(file, column) });
      const table = Buffer.from(JSON.stringify({ facts, entries }));
      const trailer = Buffer.alloc(TRAILER);
      trailer.writeUInt32LE(table.length, 0);
      trailer.writeUInt32LE(crc32(table), 4);
      trailer.writeUInt32LE(MAGIC, 8);
      await writeAll(file, Buffer.concat([table, trailer]));
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** The file is written on from where it is, in as many steps as the system wants. */
async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten;
}

async function writeColumn(file: FileHandle, column: Column): Promise<number> {
  let checksum = 0;
  for (let at = 0; at < column.byteLength; at += PIECE) {
    // A copy, so that what is summed is what is written.
    const piece = Buffer.from(Buffer.from(column.buffer, column.byteOffset + at, Math.min(PIECE, column.byteLength - at)));
    checksum = crc32(piece, checksum);
    await writeAll(file, piece);
  }
  return checksum;
}

/** Null when the file is not there, is damaged, or `accept` refuses its facts. */
export async function readSnapshotFile<Facts extends object>(
  path: string,
  accept: (facts: Partial<Facts>) => facts is Facts,
): Promise<{ facts: Facts; columns: Map<string, Column> } | null> {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return null;
  try {
    const { size } = await file.stat();
    const table = await readTable(file, size);
    if (table === null || !accept(table.facts as Partial<Facts>)) return null;
    const columns = new Map<string, Column>();
    let at = 0;
    for (const entry of table.entries) {
      const column = await readColumn(file, entry, at, size);
      if (column === null) return null;
      columns.set(entry.name, column);
      at += column.byteLength;
    }
    return { facts: table.facts as Facts, columns };
  } finally {
    await file.close();
  }
}

async function readTable(file: FileHandle, size: number): Promise<{ facts: object; entries: Entry[] } | null> {
  if (size < TRAILER) return null;
  const trailer = await readBytes(file, size - TRAILER, TRAILER);
  const length = trailer.readUInt32LE(0);
  if (trailer.readUInt32LE(8) !== MAGIC || length > Math.min(MOST_TABLE, size - TRAILER)) return null;
  const table = await readBytes(file, size - TRAILER - length, length);
  return crc32(table) === trailer.readUInt32LE(4) ? (JSON.parse(table.toString()) as { facts: object; entries: Entry[] }) : null;
}

async function readColumn(file: FileHandle, entry: Entry, at: number, size: number): Promise<Column | null> {
  const type = TYPES[entry.type];
  const bytes = entry.length * type.BYTES_PER_ELEMENT;
  if (at + bytes > size) return null;
  const buffer = Buffer.from(new ArrayBuffer(bytes));
  let checksum = 0;
  for (let done = 0; done < bytes;) {
    const { bytesRead } = await file.read(buffer, done, Math.min(PIECE, bytes - done), at + done);
    if (bytesRead === 0) return null;
    checksum = crc32(buffer.subarray(done, done + bytesRead), checksum);
    done += bytesRead;
  }
  return checksum === entry.checksum ? new type(buffer.buffer as ArrayBuffer, 0, entry.length) : null;
}

async function readBytes(file: FileHandle, from: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  await file.read(buffer, 0, length, from);
  return buffer;
}
