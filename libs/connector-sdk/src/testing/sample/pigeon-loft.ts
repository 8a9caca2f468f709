import { EventEmitter, once } from 'node:events';

/** What a pigeon brings. `kind` is open: a loft may know kinds that its readers do not. */
export interface PigeonNote {
  readonly id: string;
  readonly from: string;
  readonly kind: string;
  readonly text: string;
  readonly writtenAt: string;
}

/** A remote in memory: notes lie in a row and are read from a position on; it never forgets where one is. */
export class PigeonLoft {
  readonly password = 'corn';
  readonly notes: PigeonNote[] = [];
  readonly flown: string[] = [];
  /** Letters that were called back on their way. */
  readonly calledBack = new Set<number>();
  nextFlight: 'arrive' | 'refuse' | 'later' | 'vanish' = 'arrive';
  private readonly landings = new EventEmitter();

  land(note: PigeonNote): void {
    this.notes.push(note);
    this.landings.emit('landed');
  }

  /** Notes from `position` on; waits for the first. Throws when the password is wrong. */
  async read(position: number, password: string, signal: AbortSignal): Promise<readonly PigeonNote[]> {
    if (password !== this.password) throw new Error('the loft keeper does not know you');
    if (this.notes.length <= position) await once(this.landings, 'landed', { signal });
    return this.notes.slice(position);
  }

  /** The number of the flight where it arrived. */
  send(text: string): number | 'refused' | 'tired' | 'lost' {
    const flight = this.nextFlight;
    this.nextFlight = 'arrive';
    if (flight === 'refuse') return 'refused';
    if (flight === 'later') return 'tired';
    const number = this.flown.push(text);
    return flight === 'vanish' ? 'lost' : number;
  }

  /** False for a flight that nobody knows. */
  callBack(flight: number): boolean {
    if (!(flight >= 1 && flight <= this.flown.length)) return false;
    this.calledBack.add(flight);
    return true;
  }
}
