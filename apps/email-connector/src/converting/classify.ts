import type { MessageClass } from '#contracts';
import type { Headers } from './mime/headers.js';
import type { MimePart } from './mime/part-tree.js';
import type { Mailbox } from './parsed-mail.js';

export interface Verdict {
  readonly class: MessageClass;
  /** The signal, e.g. `header:auto-submitted`; null for a person's mail. */
  readonly reason: string | null;
  /** May an automatic answer go to the sender (RFC 3834 §2)? */
  readonly mayAutoReply: boolean;
}

export interface MailToClassify {
  readonly headers: Headers;
  readonly root: MimePart;
  readonly from: Mailbox | null;
  readonly subject: string;
  readonly text: string;
  readonly isBounce: boolean;
}

const OUT_OF_OFFICE =
  /^(?:(?:re|aw|fw|回复|答复)\s*[:：]\s*)?[[(]?\s*(?:auto(?:matic|mated)?[ -]?(?:reply|response|answer)|auto[ -]?re(?:ply)?:|autosvar|autoreply|automatische? (?:antwort|beantwoording)|abwesenheits?(?:notiz|meldung|nachricht)|out[ -]of[ -](?:the[ -])?office|vacation(?: (?:reply|notice|message))?|r[ée]ponse automatique|absence du bureau|respuesta autom[áa]tica|fuera de la oficina|risposta automatica|resposta autom[áa]tica|automaattinen vastaus|automatisk svar|autom[aá]tick[aá] odpov|автоматический ответ|автоответ|自动回复|自動回覆|自動回信|自动答复|不在办公室|自動返信|자동 ?(?:회신|응답))/i;
/** Signals of an answer; a list does not send those. */
const ANSWERS = /auto-?reply|autorespon|subject/;
/** Outlook.com's junk reporting has no machine-readable part. */
const COMPLAINT = /^complaint about message from /i;
const ROBOT_LOCAL_PART =
  /^(?:mailer-daemon|postmaster|(?:do-?)?no-?t?-?reply|bounces?|auto-?reply|autoresponder|daemon|nobody|robot)(?:[+\-_.]|@|$)/i;

/** What kind of mail this is, by RFC 3834 and what robots really send; the first signal counts. */
export function classifyMail(mail: MailToClassify): Verdict {
  const robot = (kind: MessageClass, reason: string): Verdict => ({ class: kind, reason, mayAutoReply: false });
  const report = mail.root.contentType === 'multipart/report' ? (mail.root.type.params.get('report-type') ?? '').toLowerCase() : '';
  if (report === 'feedback-report' || holds(mail.root, 'message/feedback-report')) return robot('feedback-report', 'type:feedback-report');
  if (report === 'disposition-notification' || holds(mail.root, 'message/disposition-notification')) {
    return robot('read-receipt', 'type:disposition-notification');
  }
  if (COMPLAINT.test(mail.subject) && holds(mail.root, 'message/rfc822')) return robot('feedback-report', 'subject:complaint');
  if (mail.isBounce) return robot('bounce', 'report:delivery-status');
  const automatic = automaticSignal(mail);
  const list = listSignal(mail.headers);
  if (automatic) return robot(list && list !== 'header:precedence' && !ANSWERS.test(automatic) ? 'mailing-list' : 'auto-reply', automatic);
  if (list) return robot('mailing-list', list);
  if (mail.from && ROBOT_LOCAL_PART.test(mail.from.address)) return robot('auto-reply', 'sender:robot');
  if (!mail.from?.address.includes('@')) return { class: 'human', reason: null, mayAutoReply: false };
  return { class: 'human', reason: null, mayAutoReply: true };
}

function automaticSignal({ headers, subject }: MailToClassify): string | null {
  const autoSubmitted = headers.first('auto-submitted');
  if (autoSubmitted && !/^\s*no\b/i.test(autoSubmitted)) return 'header:auto-submitted';
  if (/\b(?:auto_reply|auto-reply)\b/i.test(headers.first('precedence') ?? '')) return 'header:precedence';
  for (const name of [
    'x-autoreply',
    'x-autorespond',
    'x-autoresponder',
    'x-auto-reply-from',
    'x-mail-autoreply',
    'x-ms-exchange-inbox-rules-loop',
    'x-loop',
  ]) {
    const value = headers.first(name);
    if (value !== null && !/^\s*(?:no|false|0)?\s*$/i.test(value)) return `header:${name}`;
  }
  if (/\b(?:all|autoreply|oof|dr|rn|nrn)\b/i.test(headers.first('x-auto-response-suppress') ?? ''))
    return 'header:x-auto-response-suppress';
  if (OUT_OF_OFFICE.test(subject)) return 'subject:out-of-office';
  const returnPath = headers.first('return-path');
  if (returnPath !== null && /^\s*<\s*>\s*$/.test(returnPath)) return 'header:null-return-path';
  return null;
}

function listSignal(headers: Headers): string | null {
  for (const name of [
    'list-id',
    'list-post',
    'list-unsubscribe',
    'list-help',
    'list-subscribe',
    'mailing-list',
    'x-mailing-list',
    'x-mailman-version',
  ]) {
    if (headers.has(name)) return `header:${name}`;
  }
  return /\b(?:list|bulk|junk)\b/i.test(headers.first('precedence') ?? '') ? 'header:precedence' : null;
}

function holds(part: MimePart, contentType: string): boolean {
  return part.contentType === contentType || (part.children?.some((child) => holds(child, contentType)) ?? false);
}
