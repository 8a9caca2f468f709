import type { Words } from './words/en.js';

/** Puts values into the braces of a catalogue's words. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** Numbers, sizes and times as the visitor writes them. What an old browser cannot say by itself is said by the catalogue. */
export class Format {
  private readonly clock: Intl.DateTimeFormat;
  private readonly date: Intl.DateTimeFormat;
  private readonly weekday: Intl.DateTimeFormat;

  constructor(
    private readonly locale: string,
    private readonly words: Words,
  ) {
    this.clock = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
    this.date = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
    this.weekday = new Intl.DateTimeFormat(locale, {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: 'numeric',
      minute: '2-digit',
    });
  }

  number(value: number): string {
    return new Intl.NumberFormat(this.locale).format(value);
  }

  percent(share: number): string {
    return new Intl.NumberFormat(this.locale, { style: 'percent' }).format(share);
  }

  time(at: Date): string {
    return this.clock.format(at);
  }

  day(at: Date, now = new Date()): string {
    if (isSameDay(at, now)) return this.words.today;
    if (isSameDay(at, new Date(now.getTime() - 86_400_000))) return this.words.yesterday;
    return this.date.format(at);
  }

  /** When somebody is back. */
  moment(at: Date, now = new Date()): string {
    return isSameDay(at, now) ? this.clock.format(at) : this.weekday.format(at);
  }

  minutes(value: number): string {
    return this.unit(value, 'minute', 'long') ?? fill(this.words.minutes, { n: this.number(value) });
  }

  size(bytes: number): string {
    const large = bytes >= 1_000_000;
    const value = large ? Math.round(bytes / 100_000) / 10 : Math.max(1, Math.round(bytes / 1_000));
    return this.unit(value, large ? 'megabyte' : 'kilobyte', 'short') ?? `${this.number(value)} ${large ? 'MB' : 'kB'}`;
  }

  private unit(value: number, unit: string, unitDisplay: 'long' | 'short'): string | null {
    try {
      return new Intl.NumberFormat(this.locale, { style: 'unit', unit, unitDisplay }).format(value);
    } catch {
      return null;
    }
  }
}

function isSameDay(one: Date, other: Date): boolean {
  return one.toDateString() === other.toDateString();
}
