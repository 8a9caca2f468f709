import type { Desk } from '../desk/desk-schema.js';
import type { TicketFacts } from './ticket-facts.js';

/** The tag by which agents and rules mark a case as complex, and the urgency that recognition gives. */
const COMPLEX = 'complex';

/** A case is complex that a rule or an agent calls so, that is above the first level, or whose type is. */
export function isComplex(
  { tags, urgency, level, requestType }: Pick<TicketFacts, 'tags' | 'urgency' | 'level' | 'requestType'>,
  desk: Pick<Desk, 'requestTypes'>,
): boolean {
  return tags.includes(COMPLEX) || urgency === COMPLEX || (level ?? 1) > 1 || complexTypesOf(desk).includes(requestType ?? '');
}

/** As `isComplex`, of a row of tickets; `types` is the parameter with `complexTypesOf`. */
export function isComplexSql(ticket: string, types: string): string {
  return `('${COMPLEX}' = any(${ticket}.tags) or coalesce(${ticket}.urgency = '${COMPLEX}', false) or coalesce(${ticket}.level, 1) > 1
      or coalesce(${ticket}.request_type = any(${types}::text[]), false))`;
}

export function complexTypesOf({ requestTypes }: Pick<Desk, 'requestTypes'>): string[] {
  return Object.keys(requestTypes).filter((key) => requestTypes[key]!.complex);
}
