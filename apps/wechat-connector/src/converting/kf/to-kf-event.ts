import { type Act, act } from '#connector-sdk';
import type { ContactEvent, DeliveryChanged, DeliveryError, MessageRecalled } from '#contracts';
import { readOwnMsgId, toKfAccountKey, toKfConversationKey, toKfEventIds } from '../../kf.ids.js';
import { describeFailType } from './fail-types.js';
import { type KfItem, readText } from './kf-item.js';
import { type KfAbout, toCustomer, toKfRemoteId, toServicer } from './to-inbound-message.js';

/** What an event tells of a customer's session. */
export interface KfSessionChange {
  readonly externalUserId: string;
  readonly session: 'human' | 'closed';
  readonly servicerUserId?: string;
}

/** What one `msg_list` element of type `event` means to us. */
export type KfEventMeaning =
  | { readonly kind: 'recall'; readonly event: MessageRecalled }
  | { readonly kind: 'failure'; readonly change: Omit<DeliveryChanged, 'inboxId' | 'rank'> }
  | { readonly kind: 'contact'; readonly event: ContactEvent; readonly welcomeCode?: string };

const CLOSING: ReadonlySet<DeliveryError['category']> = new Set(['window_closed', 'quota_exceeded']);

function toClosed({ category, message }: DeliveryError): NonNullable<DeliveryChanged['replyWindow']> {
  return { open: false, ...(category === 'quota_exceeded' ? { remaining: 0 } : {}), reason: message };
}

const RECALLS = new Set(['user_recall_msg', 'servicer_recall_msg']);

/** Events concern a customer, else the account. One nobody knows is a contact event under its own name: kept, shown, never lost. */
export function toKfEvent(item: KfItem, about: KfAbout): KfEventMeaning {
  const openKfId = item.openKfId ?? about.openKfId;
  const { externalUserId, content } = item;
  const conversationKey =
    externalUserId === null ? toKfAccountKey(about.inbox.id) : toKfConversationKey(about.inbox.id, openKfId, externalUserId);
  const occurredAt = (item.sentAt ?? about.receivedAt).toISOString();
  const receivedAt = about.receivedAt.toISOString();
  const recalled = readText(content['recall_msgid']);
  if (RECALLS.has(item.event ?? '') && recalled !== null) {
    const ids = toKfEventIds(about.inbox, recalled, ':x');
    return { kind: 'recall', event: { ...ids, inbox: about.inbox, conversationKey, receivedAt, remoteMessageId: recalled, occurredAt } };
  }
  const failedMsgId = readText(content['fail_msgid']);
  const own = item.event === 'msg_send_fail' && failedMsgId !== null ? readOwnMsgId(failedMsgId) : null;
  if (own !== null && failedMsgId !== null) {
    const error = describeFailType(readText(content['fail_type']));
    const change = { commandId: own.commandId, conversationKey, status: 'failed', final: true, at: occurredAt, attempt: 1 } as const;
    const told = { ...change, remoteMessageId: failedMsgId, evidence: 'provider_ack', error } as const;
    return { kind: 'failure', change: CLOSING.has(error.category) ? { ...told, replyWindow: toClosed(error) } : told };
  }
  const welcomeCode = item.event === 'enter_session' ? readText(content['welcome_code']) : null;
  return {
    kind: 'contact',
    event: {
      ...toKfEventIds(about.inbox, toKfRemoteId(item)),
      inbox: about.inbox,
      conversationKey,
      receivedAt,
      sender: externalUserId === null ? toServicer(item, about) : toCustomer(externalUserId, about),
      ...tellKfEvent(item),
      // A code that lets whoever reads it greet the customer in our name: used, and kept nowhere.
      data: Object.fromEntries(Object.entries(content).filter(([key]) => key !== 'welcome_code' && key !== 'msg_code')),
      occurredAt,
    },
    ...(welcomeCode === null ? {} : { welcomeCode }),
  };
}

/** What happened, in words and as a code. One that is not here reads as the platform names it. */
export function tellKfEvent({ event, content, servicerUserId }: KfItem): Act {
  const field = (name: string) => readText(content[name]);
  switch (event) {
    case 'enter_session': {
      const scene = field('scene');
      return act('session_entered', `entered the session${scene === null ? '' : ` (scene ${scene})`}`, { from: scene ?? '–' });
    }
    case 'session_status_change':
      return tellSessionChange(field('change_type') ?? '', field('new_servicer_userid'));
    case 'servicer_status_change': {
      const [servicer, values] = [servicerUserId ?? 'somebody', { agent: servicerUserId ?? '–' }];
      return field('status') === '1'
        ? act('servicer_receives', `${servicer} receives customers now`, values)
        : act('servicer_receives_no_more', `${servicer} receives no more customers`, values);
    }
    case 'reject_customer_msg_switch_change':
      return field('reject_switch') === '1'
        ? act('messages_refused', 'messages of this customer are refused now')
        : act('messages_taken_again', 'messages of this customer are taken again');
    case 'msg_send_fail': {
      const said = describeFailType(field('fail_type')).message;
      return act('other_message_failed', `a message of another program did not arrive: ${said}`, { said });
    }
    default:
      return act('event', `event ${(event ?? 'without a name').replaceAll('_', ' ')}`, { event: event ?? '–' });
  }
}

function tellSessionChange(type: string, to: string | null): Act {
  const [servicer, values] = [to ?? 'somebody', { agent: to ?? '–' }];
  switch (type) {
    case '1':
      return act('session_taken', `${servicer} took the session from the pool`, values);
    case '2':
      return act('session_handed', `the session was handed to ${servicer}`, values);
    case '3':
      return act('session_ended', 'the session ended', { agent: '–' });
    case '4':
      return act('session_resumed', `${servicer} took the session up again`, values);
    default:
      return act('session_changed', 'the session changed');
  }
}

/** `change_type` 1 taken from the pool, 2 handed on, 3 ended, 4 taken up again. */
export function toSessionChange(item: KfItem): KfSessionChange | null {
  const { externalUserId } = item;
  if (item.event !== 'session_status_change' || externalUserId === null) return null;
  const type = readText(item.content['change_type']);
  const servicer = readText(item.content['new_servicer_userid']);
  if (type === '3') return { externalUserId, session: 'closed' };
  if (type === null || !['1', '2', '4'].includes(type)) return null;
  return { externalUserId, session: 'human', ...(servicer === null ? {} : { servicerUserId: servicer }) };
}
