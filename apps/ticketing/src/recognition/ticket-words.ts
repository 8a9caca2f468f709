import type { Sql } from '#database';
import type { Desk } from '../desk/desk-schema.js';
import type { TicketFacts } from '../facts/ticket-facts.js';
import { toOwnWords } from '../request-types/template/own-words.js';

const MOST_ENTRIES = 8;
const MOST_CHARACTERS = 4_000;

/** What customers wrote in tickets so far: the subject and their first messages, robots' left out; of forms what they put into them. */
export async function readTicketWords(
  sql: Sql,
  ticketIds: readonly string[],
  { fields }: Pick<Desk, 'fields'>,
): Promise<Map<string, string>> {
  if (ticketIds.length === 0) return new Map();
  const rows = await sql.query<{ id: string; subject: string; texts: string[] }>(
    `select t.id, t.subject, array(
       select left(coalesce(e.new_text, e.plain_text), ${MOST_CHARACTERS}) from entries e
       where e.ticket_id = t.id and e.direction = 'inbound' and not e.folded order by e.seq limit ${MOST_ENTRIES}) as texts
     from tickets t where t.id = any($1::uuid[])`,
    [[...new Set(ticketIds)]],
    'ticketing_read_ticket_words',
  );
  return new Map(
    rows.map(({ id, subject, texts }) => [
      id,
      joinWords(
        subject,
        texts.map((text) => toOwnWords(text, fields)),
      ),
    ]),
  );
}

/** A subject that only repeats how the message begins says nothing more. */
function joinWords(subject: string, texts: readonly string[]): string {
  const words = texts.join('\n');
  const said = words.replace(/\s+/g, ' ').startsWith(subject.replace(/[…\s.]+$/u, '').replace(/\s+/g, ' '));
  return (said ? words : `${subject}\n${words}`).slice(0, MOST_CHARACTERS);
}

/** The subject of a mail is its first words. */
export function lastWords({ subject, message }: TicketFacts, opened: boolean, { fields }: Pick<Desk, 'fields'>): string {
  const words = toOwnWords(message!.text, fields);
  return opened ? `${subject}\n${words}` : words;
}
