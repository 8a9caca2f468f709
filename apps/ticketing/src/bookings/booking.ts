import type { Identity } from '#contracts';
import type { Actor } from '../tickets/actor.js';

export interface Booking {
  readonly id: string;
  readonly service: string;
  readonly contactId: string;
  readonly ticketId: string;
  readonly ticketNumber: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly state: 'booked' | 'cancelled' | 'done';
  readonly moves: number;
  readonly note: string | null;
  readonly bookedAt: Date;
  readonly version: number;
}

export interface BookingWish {
  readonly service: string;
  readonly startsAt: Date;
  readonly contact: { readonly id: string } | { readonly identity: Omit<Identity, 'assurance'>; readonly displayName?: string };
  readonly note?: string | undefined;
  readonly actor: Actor;
}
