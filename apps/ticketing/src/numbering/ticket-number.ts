/** `20260302-EML-001`: day in the desk's zone at opening, code of the inbox, running part of at least three digits. */
export function formatTicketNumber(day: string, code: string, running: number): string {
  return `${day}-${code}-${String(running).padStart(3, '0')}`;
}

const NUMBER = /^\d{8}-[A-Z0-9]{1,8}-\d{3,}$/;

export function isTicketNumber(text: string): boolean {
  return NUMBER.test(text);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** `yyyymmdd` of a moment in an IANA zone. */
export function dayIn(timeZone: string, at: Date): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(timeZone, format);
  }
  return format.format(at).replaceAll('-', '');
}

/** Known channels' codes; an inbox may name its own, an unknown channel gives its first three letters. */
const CODES: Readonly<Record<string, string>> = { email: 'EML', wechat: 'WCT', webchat: 'WEB', phone: 'TEL', form: 'FRM' };

export function defaultNumberCode(channel: string): string {
  const letters = channel.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  return CODES[channel] ?? (letters.slice(0, 3) || 'GEN');
}
