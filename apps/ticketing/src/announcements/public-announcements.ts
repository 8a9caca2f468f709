import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { type LocalisedText, pickText } from '../desk/schema/texts.js';
import { HoursReader } from '../service-levels/hours/hours-reader.js';
import { AnnouncementRepository, type AnnouncementTexts, type Severity } from './announcement.repository.js';
import { sayClosed, sayOtherHours } from './holiday-words.js';

export interface PublicAnnouncement {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly from: Date;
  readonly until: Date | null;
  readonly severity: Severity;
}

type Hours = Awaited<ReturnType<HoursReader['list']>>['channels'][number];
type Days = Hours['announcements'][number];

/** What everybody may read: what a person wrote, and the other hours that are ahead as far as the desk tells them. */
@Injectable()
export class PublicAnnouncements {
  constructor(
    private readonly announcements: AnnouncementRepository,
    private readonly hours: HoursReader,
    private readonly profiles: DeskProfiles,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(asked: string | undefined): Promise<PublicAnnouncement[]> {
    const own = this.profiles.current().desk.languages[0]!;
    const language = asked ?? own;
    const written = await this.announcements.listShown(this.clock.now());
    return [
      ...written.map(({ id, texts, from, until, severity }) => ({ id, ...pickTexts(texts, language, own), from, until, severity })),
      ...(await this.listHolidays(language, own)),
    ];
  }

  /** One for each span of other days, with what each channel does then. */
  private async listHolidays(language: string, own: string): Promise<PublicAnnouncement[]> {
    const { channels } = await this.hours.list();
    const spans = new Map<string, { days: Days; zone: string; lines: string[] }>();
    for (const { name, zone, announcements } of channels)
      for (const days of announcements) {
        const key = `hours-${days.holiday?.key ?? 'other'}-${days.from}`;
        const known = spans.get(key) ?? { days, zone, lines: [] };
        known.lines.push(`${pickText(name, language, own)}: ${sayDays(days, zone, language)}`);
        spans.set(key, known);
      }
    return [...spans].map(([id, { days, zone, lines }]) => ({
      id,
      title: days.holiday === null ? sayOtherHours(language) : pickText(days.holiday.name as LocalisedText, language, own),
      text: lines.join('\n'),
      from: startOf(days.from, zone),
      until: new Date(startOf(days.to, zone).getTime() + 86_400_000),
      severity: 'info' as const,
    }));
  }
}

export function pickTexts(texts: AnnouncementTexts, language: string, own: string): { title: string; text: string } {
  for (const wish of [language, language.split('-')[0]!, own, 'en']) if (texts[wish] !== undefined) return texts[wish];
  return Object.values(texts)[0] ?? { title: '', text: '' };
}

/** Days that follow one another with the same hours stand together. */
function sayDays({ days }: Days, zone: string, language: string): string {
  const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone });
  const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', timeZone: zone });
  const said = days.map(({ date, hours }) => ({
    at: startOf(date, zone),
    text: hours.length === 0 ? sayClosed(language) : hours.map(({ from, to }) => `${clock.format(from)}–${clock.format(to)}`).join(', '),
  }));
  const runs: { from: Date; to: Date; text: string }[] = [];
  for (const { at, text } of said) {
    const last = runs.at(-1);
    if (last !== undefined && last.text === text) last.to = at;
    else runs.push({ from: at, to: at, text });
  }
  return runs.map(({ from, to, text }) => `${from === to ? day.format(from) : day.formatRange(from, to)} ${text}`).join('; ');
}

/** Midnight of a day on a zone's own clock. */
function startOf(date: string, zone: string): Date {
  const guess = new Date(`${date}T00:00:00Z`);
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  }).formatToParts(guess);
  const of = (type: string) => Number(parts.find((part) => part.type === type)!.value);
  const wall = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'));
  return new Date(guess.getTime() - (wall - guess.getTime()));
}
