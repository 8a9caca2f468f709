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
