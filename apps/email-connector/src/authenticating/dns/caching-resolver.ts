import type { ResolverWatch } from './resolver-watch.js';

/** Records of one name and type, in the shape that `dns.promises.resolve` gives; rejects with its error codes. */
export type Resolve = (name: string, type: string) => Promise<readonly unknown[]>;

interface Known {
  readonly answer: Promise<readonly unknown[]>;
  until: number;
}

/** The system's resolver does not tell how long records hold: short enough for a changed record, long enough for a busy sender. */
const FOUND_MS = 300_000;
const ABSENT_MS = 60_000;
/** What could not be asked is asked again soon, but not once a mail. */
const FAILED_MS = 5_000;
const MAX_NAMES = 20_000;
/** Questions under way at once: names of strangers' choice must not fill the memory. */
const MAX_ASKED = 2_048;
/** RFC 1035 §2.3.4; what is longer is no name, and would only fill the memory. */
const NAME = /^(?=.{1,253}\.?$)(?:[^.]{1,63}\.)*[^.]{1,63}\.?$/s;
const ABSENT = new Set(['ENOTFOUND', 'ENODATA']);

/** Asks each question once, for all mails that ask it; rejects at once while the resolver is known to be away. */
export class CachingResolver {
  private readonly known = new Map<string, Known>();
  private asked = 0;

  /** `nowMs`: a clock that only goes forward. */
  constructor(
    private readonly ask: Resolve,
    private readonly watch: ResolverWatch,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  readonly resolve: Resolve = (name, type) => {
    if (!NAME.test(name)) return Promise.reject(failure('no name', 'ENOTFOUND'));
    const key = `${type} ${name.toLowerCase()}`;
    const known = this.known.get(key);
    if (known !== undefined && this.nowMs() < known.until) return known.answer;
    if (!this.watch.mayAsk()) return Promise.reject(failure('the resolver does not answer'));
    if (this.asked >= MAX_ASKED) return Promise.reject(failure('too many questions to the resolver at once'));
    const answer = this.askWatched(name, type);
    const entry: Known = { answer, until: Infinity };
    this.remember(key, entry);
    answer.then(
      () => (entry.until = this.nowMs() + FOUND_MS),
      (error: NodeJS.ErrnoException) => (entry.until = this.nowMs() + (ABSENT.has(error.code ?? '') ? ABSENT_MS : FAILED_MS)),
    );
    return answer;
  };

  private async askWatched(name: string, type: string): Promise<readonly unknown[]> {
    this.asked += 1;
    try {
      const records = await this.ask(name, type);
      this.watch.answered();
      return records;
    } catch (error) {
      this.watch.failed((error as NodeJS.ErrnoException).code);
      throw error;
    } finally {
      this.asked -= 1;
    }
  }

  private remember(key: string, entry: Known): void {
    // Last come, last to go.
    this.known.delete(key);
    this.known.set(key, entry);
    if (this.known.size > MAX_NAMES) this.known.delete(this.known.keys().next().value!);
  }
}

/** As a timeout is told, where that is what it spares. */
function failure(message: string, code = 'ETIMEOUT'): Error {
  return Object.assign(new Error(message), { code });
}
