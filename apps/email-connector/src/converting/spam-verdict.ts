import type { Headers } from './mime/headers.js';

/** Exchange's confidence from which on it puts a mail into the junk folder. */
const JUNK_FROM_SCL = 5;

/**
 * The header by which a filter on the way (SpamAssassin, rspamd, Exchange, a hoster's own) says that it takes the mail for spam; null when none
 * does. A sender who writes it himself harms only his own mail.
 */
export function findSpamVerdict(headers: Headers): string | null {
  if (/^\s*yes\b/i.test(headers.first('x-spam-flag') ?? '')) return 'header:x-spam-flag';
  if (/^\s*yes\b/i.test(headers.first('x-spam-status') ?? '')) return 'header:x-spam-status';
  if (/^\s*(?:yes|true)\b/i.test(headers.first('x-spam') ?? '')) return 'header:x-spam';
  const level = /^\s*(\d{1,2})\s*$/.exec(headers.first('x-ms-exchange-organization-scl') ?? '')?.[1];
  if (level !== undefined && Number(level) >= JUNK_FROM_SCL) return 'header:x-ms-exchange-organization-scl';
  if (/(?:^|;)\s*SFV:SPM\s*(?:;|$)/i.test((headers.first('x-forefront-antispam-report') ?? '').slice(0, 2_000)))
    return 'header:x-forefront-antispam-report';
  return null;
}
