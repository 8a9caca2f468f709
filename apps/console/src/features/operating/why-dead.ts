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

/** Words for why it died and what mends it; by its code where we know it, else by whether another try can help. */
export function explainCode(
  { code, errorClass }: Pick<DeadLetter, 'code' | 'errorClass'>,
  t: TFunction<'operating', 'dead'>,
): { readonly what: string; readonly fix: string } {
  const key = KNOWN.find((known) => known === code) ?? errorClass;
  return { what: t(`why.${key}.what`), fix: t(`why.${key}.fix`) };
}
