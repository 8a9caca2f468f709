import { ContactProfiles } from '../../../apps/ticketing/src/contacts/contact-profiles.js';
import type { Desk } from '../../support/ticketing-desk.js';
import type { DayPlan } from './day-plans.js';

/** Every second customer: so that what is for known ones alone meets both. */
export function isKnown(customer: number): boolean {
  return customer % 2 === 0;
}

/** What the shop knows of who rang: his plan comes to the desk after his call. By the number that `arrivals.ts` gives him. */
export async function tellPlans(desk: Desk, { known = {} }: DayPlan): Promise<void> {
  for (const [inbox, { plan }] of Object.entries(known)) {
    if (plan === undefined) continue;
    const contacts = await desk.database.sql.query<{ id: string; phone: string }>(
      `select distinct c.id, i.value as phone from tickets t join contacts c on c.id = t.contact_id join identities i on i.contact_id = c.id and i.scheme = 'phone'
       where t.inbox_id = $1 and not exists (select from contact_profiles p where p.contact_id = c.id and p.plan is not null) order by i.value`,
      [inbox],
    );
    for (const { id, phone } of contacts) if (isKnown(Number(phone.slice(-8)))) await desk.get(ContactProfiles).change(id, { plan });
  }
}
