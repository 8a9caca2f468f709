import { Injectable } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { makeToken } from './secret-text.js';

/** OWASP's figures for argon2id (19 MiB, two passes): about 25 ms. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Checks at once; the others wait, so that a flood of logins costs no more memory than this many. */
const MOST_AT_ONCE = 2;
export const LEAST_LETTERS = 10;
const MOST_LETTERS = 1_024;

/** Passwords by argon2id. The library is loaded when the first password is looked at. */
@Injectable()
export class Passwords {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private decoy: Promise<string> | undefined;

  async hash(password: string): Promise<string> {
    return this.inTurn(async () => {
      const { argon2id, hash } = await import('argon2');
      return hash(password, { ...COST, type: argon2id });
    });
  }

  /** Takes as long for nobody (null) as for somebody: how long it takes does not tell who exists. */
  async verify(stored: string | null, password: string): Promise<boolean> {
    this.decoy ??= this.hash(makeToken());
    const decoy = await this.decoy;
    const against = stored ?? decoy;
    if (password.length > MOST_LETTERS) return false;
    return this.inTurn(async () => {
      const { verify } = await import('argon2');
      return (await verify(against, password)) && stored !== null;
    });
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= MOST_AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}

export function refuseWeak(password: string): void {
  if (password.length >= LEAST_LETTERS && password.length <= MOST_LETTERS) return;
  throw new PermanentError(`a password has ${LEAST_LETTERS} to ${MOST_LETTERS} letters`, { code: 'password_weak' });
}
