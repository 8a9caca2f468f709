const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** RFC 822 zones and those that mail is found to use; minutes east of UTC. */
const ZONES: Record<string, number> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  wet: 0,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  bst: 60,
  west: 60,
  cet: 60,
  met: 60,
  mez: 60,
  cest: 120,
  mest: 120,
  mesz: 120,
  eet: 120,
  eest: 180,
  msk: 180,
  jst: 540,
  kst: 540,
};
const DATE =
  /(?:^|[\s,])(\d{1,2})[\s-]+([a-z]{3})[a-z]*\.?[\s,-]+(\d{2,4})(?!\d)(?:[\s,T]+(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2}))?(?:\.\d+)?\s*([ap]m)?)?\s*(?:([+-])\s*(\d{2}):?(\d{2})|([a-z]{1,5}))?/i;
const ASCTIME = /([a-z]{3})\s+(\d{1,2})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s+(?:([a-z]{1,5})\s+)?(\d{4})(?:\s*([+-])(\d{2}):?(\d{2}))?/i;
const ISO =
  /^\s*(\d{4})[-/](\d{1,2})[-/](\d{1,2})[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*(?:(z|utc|gmt)|([+-])(\d{2}):?(\d{2}))?/i;

/** A Date field as RFC 3339 in UTC; null when it cannot be read. A missing zone counts as UTC. */
export function parseDate(value: string | null): string | null {
  if (!value) return null;
  const source = value
    .slice(0, 200)
    .replace(/\([^)]*\)?/g, ' ')
    .trim();
  const moment = parseMailDate(source) ?? parseIso(source) ?? parseAsctime(source);
  if (moment === null || Number.isNaN(moment)) return null;
  const date = new Date(moment);
  return date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9999 ? date.toISOString() : null;
}

function parseMailDate(source: string): number | null {
  const found = DATE.exec(source);
  if (!found) return null;
  const month = MONTHS.indexOf(found[2]!.toLowerCase());
  if (month < 0) return null;
  let hour = Number(found[4] ?? 0);
  const half = found[7]?.toLowerCase();
  if (half && hour <= 12) hour = (hour % 12) + (half === 'pm' ? 12 : 0);
  return momentOf(
    fullYear(found[3]!),
    month,
    Number(found[1]),
    hour,
    Number(found[5] ?? 0),
    Number(found[6] ?? 0),
    offsetOf(found[8], found[9], found[10], found[11]),
  );
}

function parseIso(source: string): number | null {
  const found = ISO.exec(source);
  if (!found) return null;
  const offset = offsetOf(found[8], found[9], found[10], found[7]);
  return momentOf(
    Number(found[1]),
    Number(found[2]) - 1,
    Number(found[3]),
    Number(found[4]),
    Number(found[5]),
    Number(found[6] ?? 0),
    offset,
  );
}

function parseAsctime(source: string): number | null {
  const found = ASCTIME.exec(source);
  const month = found ? MONTHS.indexOf(found[1]!.toLowerCase()) : -1;
  if (!found || month < 0) return null;
  const offset = offsetOf(found[8], found[9], found[10], found[6]);
  return momentOf(Number(found[7]), month, Number(found[2]), Number(found[3]), Number(found[4]), Number(found[5] ?? 0), offset);
}

/** RFC 5322 §4.3: two digits below 50 are 20xx, else 19xx; three digits are years after 1900. */
function fullYear(text: string): number {
  const year = Number(text);
  if (text.length === 2) return year < 50 ? 2000 + year : 1900 + year;
  return text.length === 3 ? 1900 + year : year;
}

/** Minutes east of UTC; an unknown name counts as UTC (RFC 5322 §4.3). */
function offsetOf(sign: string | undefined, hours: string | undefined, minutes: string | undefined, zone: string | undefined): number {
  if (sign) return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  return ZONES[zone?.toLowerCase() ?? ''] ?? 0;
}

function momentOf(year: number, month: number, day: number, hour: number, minute: number, second: number, offset: number): number | null {
  if (month > 11 || month < 0 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60) return null;
  if (Math.abs(offset) > 24 * 60) offset = 0;
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  date.setUTCHours(hour, minute - offset, second, 0);
  return date.getTime();
}
