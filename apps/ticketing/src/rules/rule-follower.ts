import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Followers } from '../happenings/followers.js';
import type { Happening } from '../happenings/happening.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Timer } from '../timers/timer.js';
import { Timers } from '../timers/timers.js';
import { RULE_TIMER } from './own-actions.js';
import { RuleFactsReader } from './rule-facts-reader.js';
import { entryIdIn, type RuleHappening, toRuleHappening } from './rule-happening.js';
import { RuleRunner } from './rule-runner.js';

const ORDER = 20;

/** Brings what happens to the rules. */
@Injectable()
export class RuleFollower implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly timers: Timers,
    private readonly reader: RuleFactsReader,
    private readonly runner: RuleRunner,
  ) {}

  onModuleInit(): void {
    this.followers.add({ name: 'rules', order: ORDER, follow: (unit, happenings) => this.follow(unit, happenings) });
    this.timers.handle(RULE_TIMER, (unit, due) => this.runner.run(unit, due.map(toTimerHappening)));
  }

  private async follow(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const ids = happenings.map(entryIdIn).filter((id) => id !== null);
    // A batch may end between a ticket and its first entry.
    const alone = happenings.filter((each) => each.type === 'ticket.opened.v1' && entryIdOf(each, happenings) === null);
    const firsts = await this.reader.findFirstEntries(
      unit.transaction,
      alone.map(({ ticketId }) => ticketId),
    );
    const entries = await this.reader.readEntries(unit.transaction, [...ids, ...firsts.values()]);
    const entryOf = (each: Happening) => entries.get(entryIdOf(each, happenings) ?? firsts.get(each.ticketId) ?? '') ?? null;
    const asked = happenings.flatMap((each) => toRuleHappening(each, entryOf(each)) ?? []);
    await this.runner.run(unit, asked);
  }
}

/** A ticket opens with its first entry, which is told of right behind. */
function entryIdOf(happening: Happening, happenings: readonly Happening[]): string | null {
  const { type, ticketId } = happening;
  if (type !== 'ticket.opened.v1') return entryIdIn(happening);
  const first = happenings.find((each) => each.ticketId === ticketId && each.type === 'ticket.entry_added.v1');
  return first === undefined ? null : String(first.data['entryId']);
}

function toTimerHappening({ key, ticketId, dueAt, data }: Timer): RuleHappening {
  const name = String(data['name']);
  const id = `${key}@${dueAt.toISOString()}`;
  return { id, ticketId: ticketId!, event: `timer:${name}`, version: null, at: dueAt, root: id, facts: { 'event.reason': name } };
}
