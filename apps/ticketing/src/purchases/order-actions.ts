import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type AskedAction, RuleActions } from '../rules/rule-actions.js';
import type { FactValue } from '../rules/rule-condition.js';
import { TicketChanger } from '../tickets/ticket-changer.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { findOrder, toText } from './find-order.js';
import { type Order, Purchases } from './purchases.js';

/** Rules bring what a customer ordered to his ticket. */
@Injectable()
export class OrderActions implements OnModuleInit {
  constructor(
    private readonly actions: RuleActions,
    private readonly purchases: Purchases,
    private readonly changer: TicketChanger,
  ) {}

  onModuleInit(): void {
    this.actions.add('linkOrder', async (unit, asked) => {
      for (const each of asked) await this.link(unit, each);
    });
  }

  private async link(unit: WorkUnit, asked: AskedAction<'linkOrder'>): Promise<void> {
    const { argument, draft, rule, facts } = asked;
    const contactId = await this.purchases.findContact(unit.transaction, draft.contactId);
    const names = { text: String(facts['message.text'] ?? ''), keys: toKeys(facts['message.keys']) };
    const order = findOrder(await this.purchases.readOrders(unit.transaction, contactId), names, argument.knows);
    if (order === null) return;
    await this.purchases.linkIn(unit, draft, order.number, { kind: 'rule', displayName: rule });
    const fields = toFields(order, asked);
    if (Object.keys(fields).length > 0)
      await this.changer.change(unit, [{ draft, edit: { fields } }], { actor: { kind: 'rule' }, reason: `rule ${rule}` });
  }
}

/** What somebody filled stays. */
function toFields({ number, fields }: Order, { argument, facts }: AskedAction<'linkOrder'>): Record<string, string> {
  const filled = Object.entries(argument.fill).flatMap(([key, from]) => {
    const value = toText(from === 'number' ? number : fields[from]);
    return value === null || toText(facts[`ticket.fields.${key}`]) !== null ? [] : [[key, value] as const];
  });
  return Object.fromEntries(filled);
}

function toKeys(value: FactValue | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : [];
}
