import type { Logger } from '#runtime';
import type { Postmaster } from './postmaster.js';
import { isServerOn } from './processes.js';

export interface SupervisorParts {
  restart(port: number): Promise<Postmaster>;
  /** Called about once a minute. */
  tidy(): Promise<void>;
  readonly logger: Logger;
  readonly onDown?: () => void;
}

const LOOK_MS = 200;
const LOOKS_A_MINUTE = 300;
/** Short to the end: while the disk is full every start fails, and when there is space again it should be back within seconds. */
const BACKOFF_MS = [100, 500, 1_000, 2_000];

/** Looks after one postmaster, ours or adopted: when it is gone it is started again on the same port, for as long as it takes. */
export class PostmasterSupervisor {
  private stopped = false;
  private looks = 0;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly folder: string,
    private current: Postmaster,
    private readonly parts: SupervisorParts,
  ) {
    this.lookLater(LOOK_MS);
  }

  get pid(): number {
    return this.current.pid;
  }

  /** After this it is not started again; a start under way is waited for. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  private lookLater(ms: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.looking = this.look();
    }, ms);
    this.timer.unref();
  }

  private async look(): Promise<void> {
    if (await isServerOn(this.folder, this.current.pid)) {
      this.looks += 1;
      if (this.looks % LOOKS_A_MINUTE === 0) await this.parts.tidy().catch(() => undefined);
      return this.lookLater(LOOK_MS);
    }
    this.parts.logger.warn('embedded database died; starting it again', { pid: this.current.pid });
    this.parts.onDown?.();
    for (let tries = 0; !this.stopped; tries += 1) {
      try {
        this.current = await this.parts.restart(this.current.port);
        this.parts.logger.info('embedded database is back', { pid: this.current.pid, port: this.current.port });
        return this.lookLater(LOOK_MS);
      } catch (error) {
        this.parts.logger.error('embedded database does not start', { error });
        await new Promise((resolve) => setTimeout(resolve, BACKOFF_MS[Math.min(tries, BACKOFF_MS.length - 1)]));
      }
    }
  }
}
