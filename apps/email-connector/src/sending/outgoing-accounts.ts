import type { DeliveryError } from '#contracts';
import { RetriableError } from '#runtime';
import { AccountDoubts } from './account-doubts.js';
import { AccountGate, type AccountTrouble } from './account-gate.js';
import { ConnectionPlaces } from './connection-places.js';

/** Of one account at one server, over all inboxes: some allow three (Exchange Online), few mind four. */
export const MOST_CONNECTIONS = 4;

/** One inbox that sends by an account. */
export interface AccountMember {
  readonly probe: () => Promise<DeliveryError | null>;
  readonly tell: (trouble: AccountTrouble | null) => void;
}

interface Account {
  readonly gate: AccountGate;
  readonly places: ConnectionPlaces;
  readonly doubts: AccountDoubts;
  readonly members: Set<AccountMember>;
}

/** What an inbox has of its account. */
export interface Membership {
  readonly gate: Pick<AccountGate, 'pass' | 'check' | 'refuse'>;
  readonly places: ConnectionPlaces;
  readonly doubts: AccountDoubts;
  leave(): void;
}

/**
 * The accounts by which this process sends. Thirty inboxes may share one: a refused login is then one login, not thirty, and all of them say so.
 */
export class OutgoingAccounts {
  private readonly accounts = new Map<string, Account>();

  constructor(private readonly probeWaitsMs?: readonly number[]) {}

  /** `key`: the same for the same server and login only. */
  join(key: string, member: AccountMember): Membership {
    const account = this.accounts.get(key) ?? this.open(key);
    account.members.add(member);
    const { trouble } = account.gate;
    if (trouble !== null) member.tell(trouble);
    const { gate, places, doubts } = account;
    return { gate, places, doubts, leave: () => this.leave(key, account, member) };
  }

  private open(key: string): Account {
    const members = new Set<AccountMember>();
    const gate = new AccountGate({
      // Whose login it is does not matter: it is the same.
      probe: () => [...members][0]?.probe() ?? Promise.reject(createClosed()),
      tell: (trouble) => members.forEach((member) => member.tell(trouble)),
      probeWaitsMs: this.probeWaitsMs,
    });
    const account = { gate, members, places: new ConnectionPlaces(MOST_CONNECTIONS), doubts: new AccountDoubts() };
    this.accounts.set(key, account);
    return account;
  }

  private leave(key: string, account: Account, member: AccountMember): void {
    account.members.delete(member);
    if (account.members.size > 0) return;
    account.gate.stop();
    if (this.accounts.get(key) === account) this.accounts.delete(key);
  }
}

/** What is still on its way in an inbox that was stopped, or has other settings now. */
export function createClosed(): RetriableError {
  return new RetriableError('the inbox was stopped or has other settings now', {
    code: 'inbox_restarting',
    hint: 'nothing to do: it goes out by the inbox as it is set now',
    retryAfterMs: 1_000,
  });
}
