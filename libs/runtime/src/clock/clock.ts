import { readFileSync } from 'node:fs';

/** Where every room takes the time from. SQL never calls `now()`; it gets the time as a parameter. */
export interface Clock {
  now(): Date;
}

/** Wall clock moved by `offsetMs`, which a test may set in every process (`TRIBUTARY_CLOCK_OFFSET_MS`). */
export class SystemClock implements Clock {
  constructor(private readonly offsetMs = 0) {}

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }
}

const LOOK_EVERY_MS = 50;

/** Wall clock moved by the milliseconds that stand in a file, so that a test drives it in processes that run (`TRIBUTARY_CLOCK_FILE`). */
export class FileClock implements Clock {
  private offsetMs: number;

  constructor(
    private readonly file: string,
    private readonly baseMs = 0,
  ) {
    this.offsetMs = this.read() ?? 0;
    setInterval(() => (this.offsetMs = this.read() ?? this.offsetMs), LOOK_EVERY_MS).unref();
  }

  now(): Date {
    return new Date(Date.now() + this.baseMs + this.offsetMs);
  }

  /** Null while it is being written, or is not there. */
  private read(): number | null {
    try {
      const text = readFileSync(this.file, 'utf8').trim();
      return /^-?\d+$/.test(text) ? Number(text) : null;
    } catch {
      return null;
    }
  }
}

/** The clock that the settings ask for. */
export function openClock({ offsetMs, file }: { readonly offsetMs: number; readonly file?: string | undefined }): Clock {
  return file === undefined ? new SystemClock(offsetMs) : new FileClock(file, offsetMs);
}

/** A clock a test holds in its hand. */
export class ManualClock implements Clock {
  constructor(private time = new Date('2026-03-02T09:00:00.000Z')) {}

  now(): Date {
    return new Date(this.time);
  }

  advance(ms: number): void {
    this.time = new Date(this.time.getTime() + ms);
  }

  set(time: Date): void {
    this.time = new Date(time);
  }
}
