import type { CommandId, DeliveryChanged, DeliveryError, ErrorCategory, TerseMessage } from '#contracts';
import { readCommandId } from '../email.ids.js';
import type { Bounce, BouncedRecipient } from './parsed-mail.js';

type DeliveryChange = Omit<DeliveryChanged, 'inboxId' | 'rank'>;

const MAX_ADDRESS = 320;

/**
 * What a delivery report (RFC 3464) changes: the command stands in the Message-ID and in the return path of the mail that came back, or in
 * the address the report was sent to, each under our mac. Empty when the report is not about a mail of ours.
 */
export function toDeliveryChanges(bounce: Bounce, report: TerseMessage, idKeys: readonly Buffer[]): DeliveryChange[] {
  const commandId = findCommand(bounce, report, idKeys);
  if (commandId === null) return [];
  const recipients = bounce.recipients.length > 0 ? bounce.recipients : [null];
  return recipients.flatMap((recipient) => {
    // 2.x.x and "delayed" reports tell of no failure; words count only where no field says it.
    if (recipient?.status?.startsWith('2') || recipient?.delayed === true) return [];
    if (recipient?.status?.startsWith('4') && !recipient.permanent && isDelayed(report)) return [];
    return [
      {
        commandId,
        conversationKey: undefined,
        recipient: recipient?.address?.slice(0, MAX_ADDRESS),
        status: 'failed' as const,
        final: true,
        at: report.occurredAt,
        attempt: 1,
        evidence: 'dsn' as const,
        error: describe(recipient),
      },
    ];
  });
}

function findCommand(bounce: Bounce, report: TerseMessage, idKeys: readonly Buffer[]): CommandId | null {
  const traces = [
    bounce.originalMessageId,
    bounce.originalReturnPath,
    ...report.recipients.map(({ identity }) => identity.raw),
    report.threading.inReplyTo,
    ...report.threading.references,
  ];
  for (const trace of traces) {
    for (const key of trace ? idKeys : []) {
      const commandId = readCommandId(trace!, key);
      if (commandId !== null) return commandId;
    }
  }
  return null;
}

function isDelayed(report: TerseMessage): boolean {
  return /\bdelay|warning: could not send|still being tried|not yet been delivered/i.test(
    `${report.threading.subject ?? ''}\n${report.plainText.slice(0, 2000)}`,
  );
}

const WORDS: Partial<Record<ErrorCategory, { message: string; hint: string }>> = {
  recipient_invalid: { message: 'this address does not exist or no longer takes mail', hint: 'ask the customer for another address' },
  quota_exceeded: { message: 'the mailbox of the customer is full', hint: 'try again later, or another channel' },
  recipient_blocked: { message: 'the receiving side refuses our mail', hint: 'ask its postmaster, or use another channel' },
  content_rejected: {
    message: 'the receiving side took the mail for unwanted content',
    hint: 'change the text or attachments and send again',
  },
  too_large: { message: 'the mail was too large for the receiving side', hint: 'send fewer or smaller attachments, or a link' },
};

function describe(recipient: BouncedRecipient | null): DeliveryError {
  const category = categoryOf(recipient);
  const words = WORDS[category] ?? { message: 'the mail came back', hint: 'read the report in the thread' };
  const reason = recipient?.reason ? `: ${recipient.reason.slice(0, 300)}` : '';
  return {
    code: `dsn_${category}`,
    category,
    permanent: recipient?.permanent ?? false,
    nativeCode: recipient?.status ?? recipient?.replyCode ?? undefined,
    message: `${words.message}${reason}`,
    hint: words.hint,
  };
}

/** By the enhanced status (RFC 3463): class aside, the subject and detail say what it is about. */
function categoryOf(recipient: BouncedRecipient | null): ErrorCategory {
  if (recipient === null) return 'unknown';
  const detail = recipient.status?.slice(2) ?? '';
  if (detail === '2.2') return 'quota_exceeded';
  if (detail === '3.4' || detail === '2.3') return 'too_large';
  if (recipient.permanent || detail.startsWith('1.') || detail === '2.1') return 'recipient_invalid';
  if (detail.startsWith('7.')) return 'recipient_blocked';
  if (detail.startsWith('6.')) return 'content_rejected';
  return recipient.status?.startsWith('4') ? 'provider_unavailable' : 'unknown';
}
