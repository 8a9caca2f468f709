import { Injectable } from '@nestjs/common';
import { ConfigurationError } from '#runtime';
import type { RuleActionArgument, RuleActionName } from '../desk/schema/rule-actions.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { RuleFacts } from './rule-condition.js';

/** One thing that a rule wants done on one ticket. */
export interface AskedAction<N extends RuleActionName = RuleActionName> {
  readonly argument: RuleActionArgument<N>;
  readonly draft: TicketDraft;
  readonly rule: string;
  /** Names this action of this run: what is to be done once is done once under it. */
  readonly key: string;
  /** As they are after the rule. */
  readonly facts: RuleFacts;
}

/**
 * Does all of one kind at once. What it throws is reported for one of them alone: they are tried one by one then, and what
 * the failed try had begun is undone (`WorkUnit.attempt`).
 */
export type ActionHandler<N extends RuleActionName> = (unit: WorkUnit, asked: readonly AskedAction<N>[]) => Promise<void>;

/** What rules can do, by the rooms that do it. */
@Injectable()
export class RuleActions {
  private readonly handlers = new Map<RuleActionName, ActionHandler<RuleActionName>>();

  /** Call it in `onModuleInit`. */
  add<N extends RuleActionName>(name: N, handler: ActionHandler<N>): void {
    if (this.handlers.has(name)) throw new ConfigurationError(`rules have two ways to ${name}`, { code: 'rule_action_doubled' });
    this.handlers.set(name, handler as unknown as ActionHandler<RuleActionName>);
  }

  find(name: RuleActionName): ActionHandler<RuleActionName> | undefined {
    return this.handlers.get(name);
  }
}
