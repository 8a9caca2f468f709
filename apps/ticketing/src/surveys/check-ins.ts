import { Injectable, type OnModuleInit } from '@nestjs/common';
import { eventIdOf } from '#contracts';
import { groupIdOf } from '../desk/desk-groups.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { CheckIn } from '../desk/schema/check-ins.js';
import { toSpanMs } from '../desk/schema/surveys.js';
import { pickText } from '../desk/schema/texts.js';
import { TaskRepository } from '../tasks/task.repository.js';
import { HOUSE } from '../tickets/actor.js';
import { TicketOpener } from '../tickets/ticket-opener.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { type ChosenCustomer, chooseCustomers } from './chosen-customers.js';
import { DeskRounds } from './desk-rounds.js';

const AT_ONCE = 50;

/** Customers whom the desk seeks by itself: each check-in is a ticket of whoever looks after him, with a task and its time. */
@Injectable()
export class CheckIns implements OnModuleInit {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly rounds: DeskRounds,
    private readonly opener: TicketOpener,
    private readonly tasks: TaskRepository,
  ) {}

  onModuleInit(): void {
    this.rounds.add({
      kind: 'check-in',
      keysOf: ({ checkIns }) => checkIns.map(({ key }) => key),
      run: (unit, key) => this.run(unit, key),
    });
  }

  private async run(unit: WorkUnit, wanted: string): Promise<'more' | 'done' | 'gone'> {
    const checkIn = this.profiles.current().desk.checkIns.find(({ key }) => key === wanted);
    if (checkIn === undefined) return 'gone';
    const since = new Date(unit.now.getTime() - toSpanMs(checkIn.every));
    const chosen = await chooseCustomers(unit.transaction, {
      ...{ audience: checkIn.for, contactIds: null, inbox: null, now: unit.now, limit: AT_ONCE },
      notSince: { table: 'check_ins', key: checkIn.key, since },
    });
    const opened: string[] = [];
    for (const customer of chosen) opened.push(await this.open(unit, checkIn, customer));
    await this.write(unit, checkIn, chosen, opened);
    return chosen.length === AT_ONCE ? 'more' : 'done';
  }

  private async open(
    unit: WorkUnit,
    { subject, text, origin, group }: CheckIn,
    { contactId, accountManager }: ChosenCustomer,
  ): Promise<string> {
    const [language] = this.profiles.current().desk.languages;
    const number = await this.opener.drawNumber(origin);
    const whose = accountManager === null ? (group === undefined ? {} : { group: groupIdOf(group) }) : { assignee: accountManager };
    const words = { subject: pickText(subject, language), text: pickText(text, language) };
    return this.opener.openIn(unit, number, { contact: { id: contactId }, origin, ...words, ...whose }, HOUSE);
  }

  private async write(unit: WorkUnit, checkIn: CheckIn, chosen: readonly ChosenCustomer[], opened: readonly string[]): Promise<void> {
    if (chosen.length === 0) return;
    await unit.transaction.query(
      `insert into check_ins (key, contact_id, ticket_id, made_at) select $1, contact, ticket, $4::timestamptz from unnest($2::uuid[], $3::uuid[]) as w(contact, ticket)
       on conflict do nothing`,
      [checkIn.key, chosen.map(({ contactId }) => contactId), opened, unit.now],
    );
    const [language] = this.profiles.current().desk.languages;
    const task = {
      ...{ key: 'check-in', kind: 'check_in', text: pickText(checkIn.text, language) },
      dueAt: new Date(unit.now.getTime() + toSpanMs(checkIn.dueWithin)).toISOString(),
    };
    await this.tasks.insert(
      unit.transaction,
      opened.map((id) => ({ entryId: eventIdOf(`opening:${id}`), task })),
      unit.now,
    );
  }
}
