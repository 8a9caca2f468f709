import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { Effects } from '../idempotency/effects.js';
import { IncidentRepository } from '../incidents/incident.repository.js';
import type { Actor } from '../tickets/actor.js';
import { isUuid } from '../tickets/ticket.repository.js';
import { type Announcement, AnnouncementRepository, type AnnouncementTexts, type Severity } from './announcement.repository.js';

export interface AnnouncementWish {
  readonly texts?: AnnouncementTexts | undefined;
  readonly severity?: Severity | undefined;
  readonly from?: Date | undefined;
  readonly until?: Date | null | undefined;
  readonly shownFrom?: Date | undefined;
}

/** What supervisors tell everybody: written, changed, ended, taken back and shown again. */
@Injectable()
export class AnnouncementService {
  constructor(
    private readonly announcements: AnnouncementRepository,
    private readonly incidents: IncidentRepository,
    private readonly effects: Effects,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  list(): Promise<Announcement[]> {
    return this.announcements.list();
  }

  /** Throws `PermanentError`: `announcement_times`, `incident_unknown`. */
  async make(
    { incident, ...wish }: AnnouncementWish & { readonly texts: AnnouncementTexts; readonly incident?: string | undefined },
    actor: Actor,
  ): Promise<Announcement> {
    const now = this.clock.now();
    if (incident !== undefined && (!isUuid(incident) || (await this.incidents.find(incident)) === null))
      throw new PermanentError(`there is no incident ${incident}`, { code: 'incident_unknown' });
    const from = wish.from ?? now;
    const made: Announcement = {
      ...{ id: randomUUID(), texts: wish.texts, severity: wish.severity ?? (incident === undefined ? 'info' : 'outage') },
      ...{ from, until: wish.until ?? null, shownFrom: wish.shownFrom ?? (from < now ? from : now), incidentId: incident ?? null },
      ...{ version: 1, madeAt: now, madeBy: actor, changedAt: now, changedBy: actor, withdrawnAt: null },
    };
    refuseTimes(made);
    const { id } = await this.effects.run(async (transaction) => {
      await this.announcements.insert(transaction, made);
      return { id: made.id };
    });
    return this.get(id);
  }

  /** What is absent stays. Throws `PermanentError`: `announcement_unknown`, `announcement_times`, `version_conflict`. */
  async change(id: string, { expectedVersion, ...wish }: AnnouncementWish & { expectedVersion?: number | undefined }, actor: Actor) {
    return this.edit(id, actor, (now) => {
      if (expectedVersion !== undefined && expectedVersion !== now.version)
        throw new PermanentError(`the announcement is at version ${now.version}, not ${expectedVersion}`, {
          code: 'version_conflict',
          fields: { currentVersion: now.version, expectedVersion },
        });
      const given = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined));
      return { ...now, ...given };
    });
  }

  /** Nobody sees it any more. Throws `PermanentError` (`announcement_unknown`). */
  async withdraw(id: string, actor: Actor) {
    return this.edit(id, actor, (now) => ({ ...now, withdrawnAt: now.withdrawnAt ?? this.clock.now() }));
  }

  /** It was taken back by mistake. Throws `PermanentError` (`announcement_unknown`). */
  async restore(id: string, actor: Actor) {
    return this.edit(id, actor, (now) => ({ ...now, withdrawnAt: null }));
  }

  private async edit(id: string, actor: Actor, to: (now: Announcement) => Announcement): Promise<Announcement> {
    await this.effects.run(async (transaction) => {
      const now = await this.announcements.lock(transaction, id);
      if (now === null) throw unknown(id);
      const next = to(now);
      refuseTimes(next);
      await this.announcements.save(transaction, next, actor, this.clock.now());
      return { id };
    });
    return this.get(id);
  }

  private async get(id: string): Promise<Announcement> {
    const found = await this.announcements.find(id);
    if (found === null) throw unknown(id);
    return found;
  }
}

function refuseTimes({ from, until }: Announcement): void {
  if (until !== null && until < from)
    throw new PermanentError('an announcement does not end before it begins', {
      code: 'announcement_times',
      hint: 'make until later than from',
    });
}

function unknown(id: string): PermanentError {
  return new PermanentError(`there is no announcement ${id}`, { code: 'announcement_unknown' });
}
