import type { Sql } from '#database';
import { toAskedTerms } from './search-terms.js';

/** What is asked, with how its words are best looked for. */
export interface TicketSearch {
  readonly text: string;
  /** Each as a tsquery. Few entries have them: their tickets are found first. */
  readonly rare: readonly string[];
  /** Many have them: where all are, tickets are gone through from the newest until a page is full. */
  readonly common: readonly string[];
}

/** A trigram needs so many characters. */
const LEAST_PART = 3;
/** Entries that a word is in, above which it is common. No more of them are read to find that out. */
const MOST_RARE = 2_000;

/** Reads a bounded part of the index, whatever is asked. */
export async function planSearch(sql: Sql, text: string): Promise<TicketSearch> {
  const terms = toAskedTerms(text);
  const counts = await Promise.all(terms.map((term) => isCommon(sql, term)));
  return { text: text.trim(), rare: terms.filter((_, at) => !counts[at]), common: terms.filter((_, at) => counts[at]) };
}

/**
 * Tickets that a text is found in, as a condition over a ticket called `alias`: how its number begins, a part of its subject, a number of an order, a name or an
 * address of its contact; or words that its entries have, each of them somewhere. Each look is by an index of its own and brings few: they are united, for of an
 * `or` the planner reads all tickets.
 */
export function foundBy({ text, rare, common }: TicketSearch, alias: string, place: (value: unknown) => string): string {
  const pattern = text.replaceAll(/[\\%_]/g, '\\$&');
  const [begun, whole] = [place(`${pattern}%`), place(text)];
  const part = [...text].length >= LEAST_PART ? place(`%${pattern}%`) : null;
  // With a limit, for of an `exists` the planner fetches all entries that have the word.
  const has = (id: string) =>
    common
      .map((term) => `(select true from entry_words c where c.ticket_id = ${id} and c.words @@ ${place(term)}::tsquery limit 1)`)
      .join(' and ');
  const few = rare.map((term) => `select ticket_id from entry_words where words @@ ${place(term)}::tsquery`).join(' intersect ');
  const looks = [
    `select id from tickets where number ilike ${begun}`,
    `select id from tickets where reference is not null and upper(reference) = upper(${whole})`,
    `select ticket_id from ticket_orders where upper(order_number) = upper(${whole})`,
    ...(part === null ? [ofContacts(begun)] : [`select id from tickets where subject ilike ${part}`, ofContacts(part)]),
    ...(rare.length === 0 ? [] : [common.length === 0 ? `(${few})` : `select r.ticket_id from (${few}) r where ${has('r.ticket_id')}`]),
  ];
  const found = `${alias}.id = any(array(${looks.join(' union ')}))`;
  return rare.length === 0 && common.length > 0 ? `(${found} or (${has(`${alias}.id`)}))` : found;
}

async function isCommon(sql: Sql, term: string): Promise<boolean> {
  const [row] = await sql.query<{ count: number }>(
    `select count(*)::int as count from (select from entry_words where words @@ $1::tsquery limit ${MOST_RARE + 1}) counted`,
    [term],
  );
  return row!.count > MOST_RARE;
}

/** Who was merged is found by what either is called. */
function ofContacts(pattern: string): string {
  return `select id from tickets where contact_id = any(array(
    with named as (
      select c.id, c.merged_into from contacts c where c.display_name ilike ${pattern}
      union select c.id, c.merged_into from identities i join contacts c on c.id = i.contact_id where i.value ilike ${pattern}
    )
    select coalesce(merged_into, id) from named union select p.id from named join contacts p on p.merged_into = coalesce(named.merged_into, named.id)))`;
}
