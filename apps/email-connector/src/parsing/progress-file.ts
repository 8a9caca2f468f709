import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const WORD = 4;

/**
 * How many mails a parser process has begun, in a file that it and its parent hold open and nobody else can name: after its death the
 * parent knows which mail was at work, and no answer has to wait for the next mail to begin.
 */
export class ProgressFile {
  readonly descriptor: number;

  constructor() {
    const folder = mkdtempSync(join(tmpdir(), 'parser-'));
    this.descriptor = openSync(join(folder, 'progress'), 'w+', 0o600);
    rmSync(folder, { recursive: true });
    // Has its place on the disk from here on: a disk that fills up later does not matter.
    writeSync(this.descriptor, Buffer.alloc(WORD), 0, WORD, 0);
  }

  /** Mails begun so far. */
  read(): number {
    const word = Buffer.alloc(WORD);
    readSync(this.descriptor, word, 0, WORD, 0);
    return word.readUInt32LE(0);
  }

  close(): void {
    closeSync(this.descriptor);
  }
}

/** The process's side, over the descriptor it was started with. */
export class ProgressWriter {
  private readonly word = new Uint32Array(1);

  constructor(private readonly descriptor: number) {}

  begin(): void {
    this.word[0] = this.word[0]! + 1;
    writeSync(this.descriptor, this.word, 0, WORD, 0);
  }
}
