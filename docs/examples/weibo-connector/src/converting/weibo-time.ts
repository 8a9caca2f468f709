const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const WRITTEN = /^\w{3} (\w{3}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2}) (\d{4})$/;

/** `Mon Jul 16 18:09:20 +0800 2012`; null for what is no such time. Not left to `Date.parse`, which is free to read it or not. */
export function readWeiboTime(text: string): Date | null {
  const [, month = '', day, hour, minute, second, sign, zoneHours, zoneMinutes, year] = WRITTEN.exec(text.trim()) ?? [];
  const monthIndex = MONTHS.indexOf(month);
  if (monthIndex < 0) return null;
  const offsetMs = (sign === '-' ? -1 : 1) * (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000;
  const at = new Date(Date.UTC(Number(year), monthIndex, Number(day), Number(hour), Number(minute), Number(second)) - offsetMs);
  return Number.isNaN(at.getTime()) ? null : at;
}
