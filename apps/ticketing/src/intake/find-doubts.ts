import type { ThreadableMessage, ThreadDecision } from '../threading/index.js';
import type { StoredMessage } from './intake-item.js';

const MOST = 20;

/**
 * Why a person should look twice at a message: what its connector found odd, and what its sender claims without proof. Words for programs;
 * the evidence of threading and the reason of its checks say the rest.
 */
export function findDoubts(
  message: StoredMessage,
  threadable: ThreadableMessage,
  decision: ThreadDecision,
  agents: ReadonlySet<string>,
): string[] {
  const doubts = new Set(message.flags.doubts);
  const { token, verified } = threadable;
  if (threadable.checksFailed) doubts.add('checks_failed');
  if (token.kind === 'forged') doubts.add('token_forged');
  if (token.kind === 'expired') doubts.add('token_expired');
  if (token.kind === 'valid' && isDoubted(decision, 'token')) doubts.add('token_of_another');
  if (isDoubted(decision, 'reference')) doubts.add('reference_by_stranger');
  if (isDoubted(decision, 'number')) doubts.add('number_by_stranger');
  if ('unknownNumbers' in decision.evidence) doubts.add('number_unknown');
  if (message.direction === 'inbound' && !verified) {
    if (threadable.fromDesk) doubts.add('desk_address_unproven');
    const isAgents = message.sender.identities.some(({ scheme, value }) => scheme === 'email' && agents.has(value));
    if (isAgents) doubts.add('agent_address_unproven');
  }
  return [...doubts].slice(0, MOST);
}

/** Did this rule ask for a person, by itself or beside the one that was followed? */
function isDoubted({ rule, review, evidence }: ThreadDecision, by: ThreadDecision['rule']): boolean {
  if (review && rule === by) return true;
  const setAside = evidence['setAside'];
  return (
    Array.isArray(setAside) && setAside.some((other: { rule: string; verdict: string }) => other.rule === by && other.verdict === 'review')
  );
}
