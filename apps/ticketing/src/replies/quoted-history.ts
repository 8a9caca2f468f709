import type { ReplyRequested } from '#contracts';
import type { Transaction } from '#database';

type Quoted = NonNullable<ReplyRequested['quoted']>;
type Language = 'en' | 'zh';

/** An entry as it is quoted. */
export interface QuotedEntry {
  readonly author: { readonly displayName?: string; readonly address?: string };
  readonly at: Date;
  readonly text: string;
}

const MAX_CHARACTERS = 20_000;

/**
 * What an answer to `seq` quotes, newest first: that message, and before it what the same person wrote or was written by the same inbox. Only
 * his own words and ours to him: whoever else takes part in a ticket is quoted to nobody.
 */
export async function readHistory(
  transaction: Transaction,
  from: { readonly ticketId: string; readonly seq: number; readonly inboxId: string; readonly scheme: string; readonly value: string },
  depth: number,
): Promise<QuotedEntry[]> {
  const rows = await transaction.query<{
    direction: string;
    author: { displayName?: string };
    occurred_at: Date;
    text: string;
    address: string | null;
  }>(
    `select direction, author, occurred_at, coalesce(nullif(new_text, ''), plain_text) as text,
       case when direction = 'inbound' then reply_context->'from'->>'value' end as address
     from entries
     where ticket_id = $1::uuid and seq <= $2 and inbox_id = $3 and direction in ('inbound', 'outbound')
       and (seq = $2 or not folded) and flags->>'erasedAt' is null and flags->'automatic' is null
       and case direction
         when 'inbound' then reply_context->'from'->>'scheme' = $4 and reply_context->'from'->>'value' = $5
         else delivery->>'status' in ('sending', 'unknown', 'sent', 'delivered', 'read') and exists (
           select from json_array_elements(reply_context->'recipients') r where r->>'scheme' = $4 and r->>'value' = $5) end
     order by seq desc limit $6`,
    [from.ticketId, from.seq, from.inboxId, from.scheme, from.value, depth],
  );
  return rows.map(({ author, occurred_at: at, text, address }) => ({
    author: { displayName: author.displayName, ...(address === null || from.scheme !== 'email' ? {} : { address }) },
    at,
    text,
  }));
}

/** Each entry with the line that introduces it, in the language that its reader writes. */
export function toQuoted(entries: readonly QuotedEntry[], timeZone: string, deskLanguage: Language): Quoted {
  const language = languageOf(entries[0]?.text ?? '', deskLanguage);
  return entries
    .map(({ author, at, text }) => ({ attribution: introduce(author, at, timeZone, language), text: text.trim().slice(0, MAX_CHARACTERS) }))
    .filter(({ text }) => text !== '');
}

/** Chinese where there are Chinese characters (and no kana or hangul beside them), English where there are other letters. */
export function languageOf(text: string, otherwise: Language): Language {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(text)) return 'en';
  if (/\p{Script=Han}/u.test(text)) return 'zh';
  return /\p{L}/u.test(text) ? 'en' : otherwise;
}

function introduce({ displayName, address }: QuotedEntry['author'], at: Date, timeZone: string, language: Language): string {
  // A name with a line break or a bracket of its own would make two lines, or two addresses, of one.
  const name = displayName?.replace(/[\s<>]+/gu, ' ').trim() ?? '';
  const who = address === undefined ? name || '…' : name === '' || name === address ? `<${address}>` : `${name} <${address}>`;
  const parts = (format: Intl.DateTimeFormatOptions) =>
    new Map(new Intl.DateTimeFormat('en-GB', { timeZone, ...format }).formatToParts(at).map(({ type, value }) => [type, value]));
  const time = parts({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const clock = `${time.get('hour')}:${time.get('minute')}`;
  if (language === 'zh') {
    const date = parts({ year: 'numeric', month: 'numeric', day: 'numeric' });
    return `${date.get('year')}年${Number(date.get('month'))}月${Number(date.get('day'))}日 ${clock}，${who} 写道：`;
  }
  const date = parts({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
  return `On ${date.get('weekday')}, ${date.get('day')} ${date.get('month')} ${date.get('year')} at ${clock}, ${who} wrote:`;
}
