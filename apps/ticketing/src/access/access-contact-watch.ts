import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CLOCK, type Clock } from '#runtime';
import { ContactProfiles } from '../contacts/contact-profiles.js';
import { Timers } from '../timers/timers.js';
import { AccessHoldRepository } from './access-hold.repository.js';
import { AccessReview } from './access-review.js';

const CONTACT_TIMER = 'access.contact';

/** Looks at the held tickets of a person when more is known of him. */
@Injectable()
export class AccessContactWatch implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly contacts: ContactProfiles,
    private readonly holds: AccessHoldRepository,
    private readonly review: AccessReview,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.timers.handle(CONTACT_TIMER, async (unit, due) => {
      const contacts = due.map(({ key }) => key);
      await this.review.review(unit, await this.holds.findTicketsOf(unit.transaction, contacts));
    });
    this.contacts.onChange((transaction, contact) =>
      this.timers.set(transaction, [{ kind: CONTACT_TIMER, key: contact, dueAt: this.clock.now() }]),
    );
  }
}
