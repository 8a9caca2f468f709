/** What a sender heard back. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** How a vendor tries again. */
export interface Pace {
  /** Before each further try, in ms; there are as many. */
  readonly waitsMs: readonly number[];
  /** Whether this is tried again. Null: there was no connection, or no answer. */
  readonly again: (answer: Answer | null) => boolean;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const notTaken = (answer: Answer | null) => answer === null || answer.status < 200 || answer.status > 299;

/** As vendors' pages say, without settings that change it. */
export const PACES = {
  /** Once more, at once, where it found no connection; never after an answer, 503 included: `#rc=5&rp=5xx,ct` at the address asks for that. */
  twilio: { waitsMs: [0], again: (answer) => answer === null },
  /** Three times as long as `ErrCode` is not 0. How far apart they do not say. */
  tccc: { waitsMs: [5_000, 5_000, 5_000], again: (answer) => answer === null || readErrCode(answer.body) !== 0 },
  /** `retries` 2 and `delay` 5 of mod_json_cdr; then it spools to disk. */
  freeswitch: { waitsMs: [5_000, 5_000], again: notTaken },
  /** The schedule that Standard Webhooks recommends. */
  webhook: {
    waitsMs: [5_000, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
    again: notTaken,
  },
} as const satisfies Record<string, Pace>;

/** The same tries, none of which waits longer: for tests. */
export function hurried({ waitsMs, again }: Pace, mostMs: number): Pace {
  return { waitsMs: waitsMs.map((wait) => Math.min(wait, mostMs)), again };
}

/** One delivery with all its tries. Gives the last answer; throws what the last try threw where none was answered. */
export async function untilTaken(send: () => Promise<Answer>, { waitsMs, again }: Pace): Promise<Answer> {
  for (let tries = 0; ; tries += 1) {
    const got = await send().then(
      (answer) => ({ answer }),
      (error: unknown) => ({ error }),
    );
    const answer = 'answer' in got ? got.answer : null;
    if (tries === waitsMs.length || !again(answer)) {
      if ('error' in got) throw got.error;
      return got.answer;
    }
    await new Promise((resolve) => setTimeout(resolve, waitsMs[tries]));
  }
}

function readErrCode(body: string): unknown {
  try {
    return (JSON.parse(body) as { ErrCode?: unknown }).ErrCode;
  } catch {
    return undefined;
  }
}
