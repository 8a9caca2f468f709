/** Hyphens that phones and input methods put for `-`. */
const HYPHENS = /[\u2010-\u2015\u2212\u30fc\uff0d]/g;
const LEAD = /^(?:(?:我的)?(?:订单|工单|单)(?:编?号)?|order(?: number| no\.?)?|ticket(?: number| no\.?)?)\s*[:：]?\s*/i;
const NUMBER = /^#?([0-9a-z](?:[0-9a-z]|-(?!-)){2,47})$/i;
/** As our tickets have it: a day, a code, a running part. */
const TICKET = /^\d{8}-[0-9a-z]{1,8}-\d{3,9}$/i;

/**
 * The number that a whole text consists of. Right after the customer pressed "progress" any ticket or order number counts (four digits at least);
 * without that only what looks like a ticket's: a phone number or an amount is no question about a ticket.
 */
export function readProgressNumber(text: string, pressedProgress: boolean): string | null {
  if (text.length > 100) return null;
  const words = text
    .normalize('NFKC')
    .replace(HYPHENS, '-')
    .trim()
    .replace(LEAD, '')
    .replace(/\s*-\s*/g, '-');
  const number = NUMBER.exec(words)?.[1]?.toUpperCase();
  if (number === undefined) return null;
  if (TICKET.test(number)) return number;
  return pressedProgress && (number.match(/\d/g)?.length ?? 0) >= 4 ? number : null;
}
