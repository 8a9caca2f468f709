import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, PermanentError, SETTINGS, type Settings } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { BookedService } from '../desk/schema/bookings.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { BookingRepository } from './booking.repository.js';
import { listSlots, type Slot } from './slots.js';

export interface FreeSlot extends Slot {
  readonly free: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const MOST_DAYS = 62;

/** Which times can be booked. */
@Injectable()
export class BookingSlots {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly bookings: BookingRepository,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Throws `PermanentError` (`service_unknown`). */
  find(key: string): BookedService {
    const { services } = this.profiles.current().desk.bookings;
    const service = services[key];
    if (service !== undefined) return service;
    throw new PermanentError(`nothing is booked as ${key} here`, {
      code: 'service_unknown',
      hint: `one of: ${Object.keys(services).join(', ') || 'none'}`,
    });
  }

  /** Those that may still be booked, with how many are left. */
  async list(key: string, from: Date | undefined, to: Date | undefined): Promise<FreeSlot[]> {
    const service = this.find(key);
    const earliest = this.earliest(service, this.clock.now());
    const begin = from === undefined || from < earliest ? earliest : from;
    const last = new Date(
      Math.min(
        (to ?? new Date(begin.getTime() + 14 * DAY_MS)).getTime(),
        begin.getTime() + MOST_DAYS * DAY_MS,
        this.latest(service, this.clock.now()).getTime(),
      ),
    );
    const slots = listSlots(service, this.settings.deskSettings.timeZone, begin, last);
    const taken = await this.bookings.count(key, begin, last);
    return slots
      .map((slot) => ({ ...slot, free: service.perSlot - (taken.get(slot.startsAt.getTime()) ?? 0) }))
      .filter(({ free }) => free > 0)
      .slice(0, 500);
  }

  /** The slot that begins then, held for this transaction; `own`: a booking that does not stand in its own way. Throws `PermanentError`: `slot_unknown`, `booking_too_soon`, `slot_full`. */
  async take(unit: WorkUnit, key: string, startsAt: Date, own: string | null = null): Promise<Slot> {
    const service = this.find(key);
    const earliest = this.earliest(service, unit.now);
    if (startsAt < earliest)
      throw new PermanentError(`book at least ${service.leadHours} h ahead`, {
        code: 'booking_too_soon',
        hint: `the earliest is ${this.show(service, earliest)}`,
        fields: { earliest: earliest.toISOString() },
      });
    const [slot] = listSlots(service, this.settings.deskSettings.timeZone, startsAt, new Date(startsAt.getTime() + 1));
    if (slot === undefined || startsAt > this.latest(service, unit.now))
      throw new PermanentError(`no slot of ${key} begins at ${this.show(service, startsAt)}`, {
        code: 'slot_unknown',
        hint: `GET /api/v1/bookings/slots?service=${key} lists them`,
      });
    await this.bookings.lockSlot(unit.transaction, key, startsAt);
    const taken = await this.bookings.count(key, startsAt, slot.endsAt, { sql: unit.transaction, but: own });
    if ((taken.get(startsAt.getTime()) ?? 0) >= service.perSlot)
      throw new PermanentError(`the slot at ${this.show(service, startsAt)} is taken`, { code: 'slot_full', hint: 'choose another' });
    return slot;
  }

  show(service: BookedService, at: Date): string {
    const timeZone = service.timeZone ?? this.settings.deskSettings.timeZone;
    const words = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at);
    return `${words} (${timeZone})`;
  }

  private earliest({ leadHours }: BookedService, now: Date): Date {
    return new Date(now.getTime() + leadHours * HOUR_MS);
  }

  private latest({ aheadDays }: BookedService, now: Date): Date {
    return new Date(now.getTime() + aheadDays * DAY_MS);
  }
}
