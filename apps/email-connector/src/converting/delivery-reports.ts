import type { CommandId, DeliveryChanged, DeliveryError, ErrorCategory, TerseMessage } from '#contracts';
import { readCommandId } from '../email.ids.js';
import { type BounceLanguage, findBounceWords } from './bounces/bounce-words.js';
import { saysDelayed } from './bounces/report-words.js';
import type { Bounce, BouncedRecipient } from './parsed-mail.js';

type DeliveryChange = Omit<DeliveryChanged, 'inboxId' | 'rank'>;

const MAX_ADDRESS = 320;

/**
 * What a delivery report (RFC 3464) changes: the command stands in the Message-ID and in the return path of the mail that came back, or in
 * the address the report was sent to, each under our mac. Empty when the report is not about a mail of ours.
 */
export function toDeliveryChanges(
  bounce: Bounce,
  report: TerseMessage,
  idKeys: readonly Buffer[],
  language: BounceLanguage = 'en',
): DeliveryChange[] {
  const commandId = findCommand(bounce, report, idKeys);
  if (commandId === null) return [];
  const recipients = bounce.recipients.length > 0 ? bounce.recipients : [null];
  return recipients.flatMap((recipient) => {
    if (isStillTried(recipient, report)) return [];
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
        error: describe(recipient, language),
      },
    ];
  });
}

/** 2.x.x and `delayed` tell of no failure; words count only where no field says it, and nothing in them is for good. */
function isStillTried(recipient: BouncedRecipient | null, report: TerseMessage): boolean {
  if (recipient?.status?.startsWith('2') || recipient?.delayed === true) return true;
  if (recipient !== null && (recipient.failed === true || recipient.permanent)) return false;
  if (recipient?.status?.startsWith('5') || recipient?.replyCode?.startsWith('5')) return false;
  return saysDelayed(`${report.threading.subject ?? ''}\n${report.plainText.slice(0, 4_000)}`);
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

function describe(recipient: BouncedRecipient | null, language: BounceLanguage): DeliveryError {
  const category = categoryOf(recipient);
  const { message, hint } = findBounceWords(category, language);
  const reason = recipient?.reason ? `${language === 'zh' ? '：' : ': '}${recipient.reason.slice(0, 300)}` : '';
  return {
    code: `dsn_${category}`,
    category,
    permanent: recipient?.permanent ?? false,
    nativeCode: recipient?.status ?? recipient?.replyCode ?? undefined,
    message: `${message}${reason}`,
    hint,
  };
}

/** By the enhanced status (RFC 3463): class aside, the subject and detail say what it is about. Where it is general or absent the words do. */
function categoryOf(recipient: BouncedRecipient | null): ErrorCategory {
  if (recipient === null) return 'unknown';
  const detail = recipient.status?.slice(2) ?? '';
  const words = recipient.reason ?? '';
  if (detail === '2.2' || (!recipient.permanent && FULL.test(words))) return 'quota_exceeded';
  if (detail === '3.4' || detail === '2.3' || TOO_LARGE.test(words)) return 'too_large';
  if (recipient.permanent || /^1\.[1-6]$|^1\.10$|^2\.1$/.test(detail)) return 'recipient_invalid';
  if (detail.startsWith('6.') || UNWANTED.test(words)) return 'content_rejected';
  if (detail.startsWith('7.')) return 'recipient_blocked';
  return recipient.status?.startsWith('4') || recipient.replyCode?.startsWith('4') ? 'provider_unavailable' : 'unknown';
}

const FULL =
  /(?:mailbox|inbox|account|storage|recipient|quota).{0,20}(?:full|exceed|over)|over quota|full mailbox|(?:邮箱|信箱).{0,6}(?:已满|满|空间不足)/i;
const TOO_LARGE = /(?:message|mail|size|attachment).{0,30}(?:too (?:large|big)|exceeds? .{0,30}(?:size|limit))|邮件.{0,4}过大/i;
const UNWANTED = /\bspam\b|unsolicited|content (?:rejected|filter)|virus|malware|垃圾邮件/i;
