import { hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

/** Up to where a file has been told. Which file: its inode, and what it begins with, for an inode is given to another file soon after it is free. */
export interface Checkpoint {
  readonly inode: number;
  readonly offset: number;
  /** sha256 of the first `headBytes`. */
  readonly head: string;
  readonly headBytes: number;
  /** RFC 3339. */
  readonly at: string;
}

const MOST_HEAD_BYTES = 512;

export async function readHead(handle: FileHandle, bytes: number): Promise<string> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
  return hash('sha256', buffer.subarray(0, bytesRead), 'hex');
}

/** The checkpoint of a file read up to `offset`. */
export async function makeCheckpoint(handle: FileHandle, offset: number, at: Date): Promise<Checkpoint> {
  const { ino } = await handle.stat();
  const headBytes = Math.min(offset, MOST_HEAD_BYTES);
  return { inode: ino, offset, headBytes, head: await readHead(handle, headBytes), at: at.toISOString() };
}

/** Is this the file of the checkpoint, as long as it was at least, and begun alike? A copy of it is, too. */
export async function continues(handle: FileHandle, { offset, head, headBytes }: Checkpoint): Promise<boolean> {
  const { size } = await handle.stat();
  return size >= offset && (await readHead(handle, headBytes)) === head;
}
