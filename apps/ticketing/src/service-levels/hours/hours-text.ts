import type { Desk } from '../../desk/desk-schema.js';
import type { Calendar } from '../calendars/calendar.js';
import { WEEKDAYS } from '../calendars/local-day.js';

type Section = Desk['calendars'][string];
export type NoticeLanguage = 'en' | 'zh';

const DAYS: Readonly<Record<NoticeLanguage, readonly string[]>> = {
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  zh: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
};
const DAILY = { en: 'daily', zh: '每天' } as const;
const COMMA = { en: ', ', zh: '，' } as const;

/** A week's hours in words, people's alone: `Mon–Fri 9:00–18:00, Sat 10:00–16:00`. Empty where teams of other zones make them. */
export function describeWeek(section: Section, language: NoticeLanguage): string {
  return section.hours
    .filter(({ by }) => by === 'people')
    .map(({ days, spans }) => `${describeDays(days, language)} ${spans.map((span) => span.replace('-', '–')).join(COMMA[language])}`)
    .join(COMMA[language]);
}

/** A moment on a calendar's own clock: `Tue 3 Mar 09:00`, `3月3日（周二）09:00`. */
export function describeMoment(calendar: Calendar, instant: number, language: NoticeLanguage): string {
  const wall = new Date(calendar.zone.wallAt(instant));
  const weekday = DAYS[language][(wall.getUTCDay() + 6) % 7]!;
  const time = wall.toISOString().slice(11, 16);
  if (language === 'zh') return `${wall.getUTCMonth() + 1}月${wall.getUTCDate()}日（${weekday}）${time}`;
  const month = wall.toLocaleDateString('en-GB', { month: 'short', timeZone: 'UTC' });
  return `${weekday} ${wall.getUTCDate()} ${month} ${time}`;
}

/** What a customer is told who writes outside the hours. */
export function writeOutOfHours(calendar: Calendar, section: Section | undefined, now: number, language: NoticeLanguage): string {
  const week = section === undefined ? '' : describeWeek(section, language);
  const opening = calendar.nextOpening(now);
  const zone = calendar.zone.name;
  if (language === 'zh')
    return [
      '当前不在服务时间内。',
      ...(week === '' ? [] : [`服务时间：${week}（${zone}）。`]),
      ...(opening === null ? [] : [`下次服务时间：${describeMoment(calendar, opening, 'zh')}。`]),
    ].join('');
  return [
    'We are outside our hours now.',
    ...(week === '' ? [] : [`Our hours: ${week} (${zone}).`]),
    ...(opening === null ? [] : [`We are back ${describeMoment(calendar, opening, 'en')}.`]),
  ].join(' ');
}

function describeDays(words: string | readonly string[], language: NoticeLanguage): string {
  return [words]
    .flat()
    .map((word) =>
      word === 'daily'
        ? DAILY[language]
        : word
            .split('-')
            .map((day) => DAYS[language][WEEKDAYS.findIndex((each) => each === day)]!)
            .join(language === 'zh' ? '至' : '–'),
    )
    .join(COMMA[language]);
}
