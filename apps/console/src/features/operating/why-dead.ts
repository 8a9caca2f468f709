import type { TFunction } from 'i18next';
import type { DeadLetter } from './dead-letter.js';

const KNOWN = ['event_invalid', 'event_too_large', 'inbox_unknown', 'inbox_not_running', 'database_unavailable', 'blob_missing'] as const;

/** Where on its way it stopped: coming in, going out, told of a sending, of a connector, or of a ticket. */
export function placeOf({ topic }: Pick<DeadLetter, 'topic'>): 'in' | 'out' | 'delivery' | 'connector' | 'events' {
  if (topic === 'inbound-messages') return 'in';
  if (topic === 'delivery-updates') return 'delivery';
  if (topic === 'connector-states') return 'connector';
  return topic.startsWith('outbound-messages.') ? 'out' : 'events';
}

export interface WhyDead {
  readonly what: string;
  readonly fix: string;
  /** Its own sentence, in English, tells more than these words. */
  readonly hasMore: boolean;
}

/**
 * Words for why it died and what mends it: by its code where we know it, else what the API's code means (`sayCode`: null where the language has no words for
 * it), else by whether another try can help.
 */
export function explainCode(
  { code, errorClass }: Pick<DeadLetter, 'code' | 'errorClass'>,
  t: TFunction<'operating', 'dead'>,
  sayCode: (code: string) => string | null,
): WhyDead {
  const said = sayCode(code);
  const key = KNOWN.find((known) => known === code);
  if (key !== undefined) return { what: t(`why.${key}.what`), fix: t(`why.${key}.fix`), hasMore: said === null };
  return { what: said ?? t(`why.${errorClass}.what`), fix: t(`why.${errorClass}.fix`), hasMore: said === null };
}
