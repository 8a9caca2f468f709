import type { StateStore } from '#connector-sdk';
import type { NativeCallback } from '../../converting/native-callback.js';
import { readProgressNumber } from '../../converting/official/progress-number.js';

/** How long after the button a typed number is its answer. */
const REMEMBERED_MS = 10 * 60_000;

/** Menu buttons that ask for progress: the number that the customer types next belongs to them. */
export class ProgressButton {
  private readonly keys: ReadonlySet<string>;

  constructor(
    keys: readonly string[],
    private readonly state: StateStore,
  ) {
    this.keys = new Set(keys);
  }

  /** Remembered by whichever process is asked next. */
  async press(openid: string, callback: NativeCallback, at: Date): Promise<void> {
    if (this.isPress(callback)) await this.state.set(keyOf(openid), at.getTime());
  }

  isPress({ event, eventKey }: NativeCallback): boolean {
    return event?.toUpperCase() === 'CLICK' && eventKey !== null && this.keys.has(eventKey);
  }

  /** Looked up only for a text that could be such a number. */
  async wasPressed(openid: string, { nativeType, fields }: NativeCallback, now: Date): Promise<boolean> {
    if (this.keys.size === 0 || nativeType !== 'text' || readProgressNumber(fields.exact('Content') ?? '', true) === null) return false;
    const at = await this.state.get<number>(keyOf(openid));
    return at !== null && now.getTime() - at <= REMEMBERED_MS;
  }
}

function keyOf(openid: string): string {
  return `progress:${openid}`;
}
