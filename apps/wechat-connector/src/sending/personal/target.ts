import type { ReplyRequested } from '#contracts';
import { CONTACT_SCHEME, type Counterpart, readCounterpart, ROOM_SCHEME } from '../../personal.ids.js';
import type { Step } from './plan-sends.js';
import type { MentioningStep } from './prepare-step.js';

/** Where a reply goes; in a room, who asked. */
export interface Target extends Counterpart {
  readonly asker: { readonly id: string; readonly name: string } | null;
}

/** From what the message brought along, else from the conversation's key, else from the address; null where none names anybody. */
export function findTarget({ channelContext, conversationKey, inboxId, to }: ReplyRequested): Target | null {
  const context = (typeof channelContext === 'object' && channelContext !== null ? channelContext : {}) as Record<string, unknown>;
  const told = readCounterpartOf(context['counterpart']);
  const [askerId, askerName] = [context['askerId'], context['askerName']];
  const asker = typeof askerId === 'string' && typeof askerName === 'string' ? { id: askerId, name: askerName } : null;
  if (told !== null) return { ...told, asker };
  const keyed = conversationKey === undefined ? null : readCounterpart(inboxId, conversationKey);
  if (keyed !== null) return { ...keyed, asker: null };
  const address = to.find(({ scheme }) => scheme === CONTACT_SCHEME || scheme === ROOM_SCHEME);
  return address === undefined ? null : { kind: address.scheme === ROOM_SCHEME ? 'room' : 'contact', id: address.value, asker: null };
}

function readCounterpartOf(value: unknown): Counterpart | null {
  if (typeof value !== 'object' || value === null) return null;
  const { kind, id } = value as Record<string, unknown>;
  return (kind === 'contact' || kind === 'room') && typeof id === 'string' && id !== '' ? { kind, id } : null;
}

/** In a room the first text says to whom: WeChat wants the name in the text, a narrow space behind it, and the id beside it. */
export function mentionAsker(steps: readonly Step[], { kind, asker }: Target, wanted: boolean): MentioningStep[] {
  const first = steps.findIndex((step) => step.kind === 'text');
  if (!wanted || kind !== 'room' || asker === null || first < 0) return [...steps];
  return steps.map((step, index) =>
    index === first && step.kind === 'text' ? { ...step, text: `@${asker.name}\u2005${step.text}`, mentionIds: [asker.id] } : step,
  );
}
