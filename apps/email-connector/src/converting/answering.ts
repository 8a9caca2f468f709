import { isForwardSubject, isReplySubject } from './forwarding/subjects.js';
import type { ParsedMail } from './parsed-mail.js';

/** A prefix behind the mark that a list or a desk put before it. */
const PREFIX_WITHIN = /[\])}]\s*(?:re|aw|sv|fwd?|wg|tr|rv)\s?[:：]/i;

/** Does a mail answer or forward another, as far as its header says? Then history may stand in it that nothing marks. */
export function isAnswering({
  inReplyTo,
  references,
  subject,
  threadTopic,
}: Pick<ParsedMail, 'inReplyTo' | 'references' | 'subject' | 'threadTopic'>): boolean {
  if (inReplyTo !== null || references.length > 0) return true;
  if (isReplySubject(subject) || isForwardSubject(subject) || PREFIX_WITHIN.test(subject)) return true;
  return threadTopic !== undefined && threadTopic !== '' && threadTopic.toLowerCase() !== subject.toLowerCase();
}
