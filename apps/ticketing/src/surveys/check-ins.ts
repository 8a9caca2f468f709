import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { eventIdOf } from '#contracts';
import { groupIdOf } from '../desk/desk-groups.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { CheckIn } from '../desk/schema/check-ins.js';
import { toSpanMs } from '../desk/schema/surveys.js';
import { pickText } from '../desk/schema/texts.js';
import { TaskRepository } from '../tasks/task.repository.js';
import { HOUSE } from '../tickets/actor.js';
import { TicketOpener } from '../tickets/ticket-opener.js';
import { TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { Timers } from '../timers/timers.js';
import { type ChosenCustomer, chooseCustomers } from './chosen-customers.js';

const KIND = 'check-in';
const DAY_MS = 86_400_000;
const AT_ONCE = 50;
const GO_ON_MS = 5_000;

/** Customers whom the desk seeks by itself: each check-in is a ticket of whoever looks after him, with a task and its time. */
@Injectable()
export class CheckIns implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly timers: Timers,
    private readonly work: TicketWork,
    private readonly opener: TicketOpener,
    private readonly tasks: TaskRepository,
  ) {}

  onModuleInit(): void {
    this.timers.handle(KIND, (unit, due) =>
      this.run(
        unit,
        due.map(({ key }) => key),
      ),
    );
  }

  async onApplicationBootstrap(): Promise<void> {
    this.profiles.onChange(() => void this.wake().catch(() => undefined));
    await this.wake();
  }

  private async wake(): Promise<void> {
    const { checkIns } = this.profiles.current().desk;
    if (checkIns.length === 0) return;
    await this.work.run((unit) =>
      this.timers.set(
        unit.transaction,
        checkIns.map(({ key }) => ({ kind: KIND, key, dueAt: unit.now })),
      ),
    );
  }

  private async run(unit: WorkUnit, keys: readonly string[]): Promise<void> {
    for (const checkIn of this.profiles.current().desk.checkIns.filter(({ key }) => keys.includes(key))) {
      const since = new Date(unit.now.getTime() - toSpanMs(checkIn.every));
      const chosen = await chooseCustomers(unit.transaction, {
        ...{ audience: checkIn.for, contactIds: null, inbox: null, now: unit.now, limit: AT_ONCE },
        notSince: { table: 'check_ins', key: checkIn.key, since },
      });
      const opened: string[] = [];
      for (const customer of chosen) opened.push(await this.open(unit, checkIn, customer));
      await this.write(unit, checkIn, chosen, opened);
      const wait = chosen.length === AT_ONCE ? GO_ON_MS : DAY_MS;
      await this.timers.set(unit.transaction, [{ kind: KIND, key: checkIn.key, dueAt: new Date(unit.now.getTime() + wait) }]);
    }
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
