import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than processes take to look at the file. */
const SEEN_MS = 130;
const DAY_MS = 86_400_000;
/** Shanghai knows no summer time. */
const ZONE_MS = 8 * 3_600_000;
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** The clock of a running product, moved forward by its test; between the moves it runs. */
export class DeskClock {
  private offsetMs = 0;

  private constructor(readonly folder: string) {}

  static async begin(at: Date): Promise<DeskClock> {
    const clock = new DeskClock(await mkdtemp(join(tmpdir(), 'tributary-desk-')));
    await clock.write(at);
    return clock;
  }

  get file(): string {
    return join(this.folder, 'clock');
  }

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  async advance(ms: number): Promise<void> {
    await this.set(new Date(this.now().getTime() + ms));
  }

  /** `Tue 10:00`: the next time it is so, in Shanghai; `2026-05-01 10:00`: then. Throws for a time that is over. */
  async moveTo(when: string): Promise<Date> {
    const at = /^\d/.test(when) ? new Date(`${when.replace(' ', 'T')}:00+08:00`) : this.findNext(when);
    await this.set(at);
    return at;
  }

  async set(at: Date): Promise<void> {
    if (at < this.now())
      throw new Error(`the clock of the desk is at ${this.now().toISOString()} and goes forward only, not to ${at.toISOString()}`);
    await this.write(at);
    await sleep(SEEN_MS);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private findNext(when: string): Date {
    const [day = '', time = ''] = when.split(' ');
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    const local = new Date(this.now().getTime() + ZONE_MS);
    const midnight = Math.floor(local.getTime() / DAY_MS) * DAY_MS;
    const ahead = (DAYS.indexOf(day) - local.getUTCDay() + 7) % 7;
    const at = midnight + ahead * DAY_MS + (hours * 60 + minutes) * 60_000 - ZONE_MS;
    return new Date(at < this.now().getTime() ? at + 7 * DAY_MS : at);
  }

  private async write(at: Date): Promise<void> {
    this.offsetMs = at.getTime() - Date.now();
    await writeFile(this.file, String(this.offsetMs));
  }
}
