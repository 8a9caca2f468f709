import { useTranslation } from 'react-i18next';

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

export interface Format {
  /** 14:05, or with its day when it is not today. */
  readonly time: (at: string) => string;
  readonly day: (at: string) => string;
  /** Today, yesterday, or its day of the week and date: where it stands alone. */
  readonly dayOfWeek: (at: string) => string;
  /** Day, time and seconds: for titles and books. */
  readonly exact: (at: string) => string;
  /** What begins on a day of a calendar (`2026-12-01`): Dec 1, 2026; Dec 1 – 7, 2026; Dec 2026; Oct – Dec 2026; 2026. What is no day stays. */
  readonly period: (day: string, per: string | null) => string;
  /** in 12 minutes, 3 hours ago */
  readonly relative: (at: string, now?: number) => string;
  /** 1 h 05 min, 42 s; of seconds */
  readonly length: (seconds: number) => string;
  readonly number: (value: number, options?: Intl.NumberFormatOptions) => string;
  /** 0.42 → 42 % */
  readonly share: (value: number) => string;
  readonly bytes: (value: number) => string;
  readonly list: (words: readonly string[]) => string;
}

/** Dates, numbers and lists as the visitor's language writes them, in his own time zone. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  return formatOf(i18n.language);
}

const made = new Map<string, Format>();

/** One for all parts of a page, of which a list has hundreds. */
export function formatOf(language: string): Format {
  let format = made.get(language);
  if (format === undefined) made.set(language, (format = makeFormat(language)));
  return format;
}

function makeFormat(language: string): Format {
  const date = (options: Intl.DateTimeFormatOptions) => once(() => new Intl.DateTimeFormat(language, options));
  const unit = (name: string) =>
    once(() => new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: 1 }));
  // 6:08 AM, but 06:08.
  const clock = once(() => {
    const { hour12 } = new Intl.DateTimeFormat(language, { hour: 'numeric' }).resolvedOptions();
    return new Intl.DateTimeFormat(language, { hour: hour12 === true ? 'numeric' : '2-digit', minute: '2-digit' });
  });
  const day = date({ day: 'numeric', month: 'short' });
  const dayOfYear = date({ day: 'numeric', month: 'short', year: 'numeric' });
  const weekday = date({ weekday: 'long', day: 'numeric', month: 'short' });
  const exact = date({ dateStyle: 'medium', timeStyle: 'medium' });
  const month = date({ month: 'short', year: 'numeric' });
  const year = date({ year: 'numeric' });
  const relative = once(() => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }));
  const [hour, minute, second] = [unit('hour'), unit('minute'), unit('second')];
  const [byte, kilobyte, megabyte] = [unit('byte'), unit('kilobyte'), unit('megabyte')];
  const share = once(() => new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }));
  const lists = once(() => new Intl.ListFormat(language));
  const plain = once(() => new Intl.NumberFormat(language));
  const showDay = (at: string) => (new Date(at).getFullYear() === new Date().getFullYear() ? day() : dayOfYear()).format(new Date(at));
  return {
    time: (at) =>
      new Date(at).toDateString() === new Date().toDateString()
        ? clock().format(new Date(at))
        : `${showDay(at)} ${clock().format(new Date(at))}`,
    day: showDay,
    dayOfWeek: (at) => {
      const days = Math.round((startOfDay(new Date(at)) - startOfDay(new Date())) / 86_400_000);
      if (days === 0 || days === -1) return capitalise(relative().format(days, 'day'), language);
      return new Date(at).getFullYear() === new Date().getFullYear() ? weekday().format(new Date(at)) : showDay(at);
    },
    exact: (at) => exact().format(new Date(at)),
    period: (day, per) => {
      const [, from] = /^(\d{4}-\d{2}-\d{2})$/.exec(day) ?? [];
      if (from === undefined) return day;
      const begins = new Date(`${from}T12:00:00`);
      const after = (days: number, months: number) =>
        new Date(begins.getFullYear(), begins.getMonth() + months, begins.getDate() + days, 12);
      if (per === 'week') return dayOfYear().formatRange(begins, after(6, 0));
      if (per === 'month') return month().format(begins);
      if (per === 'quarter') return month().formatRange(begins, after(0, 2));
      return (per === 'year' ? year() : dayOfYear()).format(begins);
    },
    relative: (at, now = Date.now()) => {
      const seconds = (Date.parse(at) - now) / 1_000;
      const [step, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? ['minute', 60];
      return relative().format(Math.trunc(seconds / size), step);
    },
    length: (seconds) => {
      if (seconds < 60) return second().format(Math.round(seconds));
      const minutes = Math.round(seconds / 60);
      if (minutes < 60) return minute().format(minutes);
      return minutes % 60 === 0
        ? hour().format(minutes / 60)
        : `${hour().format(Math.floor(minutes / 60))} ${minute().format(minutes % 60)}`;
    },
    number: (value, options) => (options === undefined ? plain() : new Intl.NumberFormat(language, options)).format(value),
    share: (value) => share().format(value),
    bytes: (value) =>
      value < 1_000 ? byte().format(value) : value < 1_000_000 ? kilobyte().format(value / 1_000) : megabyte().format(value / 1_000_000),
    list: (words) => lists().format(words),
  };
}

function startOfDay(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}

function capitalise(words: string, language: string): string {
  const [first = ''] = words;
  return first.toLocaleUpperCase(language) + words.slice(first.length);
}

/** Made when it is first wanted: to make a formatter costs a hundred times what it costs to use one. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
