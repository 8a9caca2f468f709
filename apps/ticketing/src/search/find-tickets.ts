import { toAskedTerms } from './search-terms.js';

/** A trigram needs so many characters. */
const LEAST_PART = 3;

/**
 * Tickets that a text is found in, as a condition over the id of a ticket called `alias`: how its number begins, a part of its subject, a number of an order, a name or an
 * address of its contact; or words that its entries have, each of them somewhere. Each look is by an index of its own and brings few: they are united, for of an
 * `or` the planner reads all tickets.
 */
export function foundBy(text: string, alias: string, place: (value: unknown) => string): string {
  const asked = text.trim();
  const pattern = asked.replaceAll(/[\\%_]/g, '\\$&');
  const [begun, whole] = [place(`${pattern}%`), place(asked)];
  const part = [...asked].length >= LEAST_PART ? place(`%${pattern}%`) : null;
  const terms = toAskedTerms(asked).map((term) => `select ticket_id from entry_words where words @@ ${place(term)}::tsquery`);
  const looks = [
    `select id from tickets where number ilike ${begun}`,
    `select id from tickets where reference is not null and upper(reference) = upper(${whole})`,
    `select ticket_id from ticket_orders where upper(order_number) = upper(${whole})`,
    ...(part === null ? [ofContacts(begun)] : [`select id from tickets where subject ilike ${part}`, ofContacts(part)]),
    ...(terms.length === 0 ? [] : [`(${terms.join(' intersect ')})`]),
  ];
  return `${alias}.id = any(array(${looks.join(' union ')}))`;
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
