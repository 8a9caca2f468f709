import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '#runtime';
import type { WorkingTime } from './deadline.js';
import type { TicketWorkingTime } from './desk-deadlines.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** For a desk without calendars: Monday to Friday, around the clock. */
@Injectable()
export class WeekTime implements TicketWorkingTime {
  constructor(@Inject(SETTINGS) private readonly settings: Pick<Settings, 'deskSettings'>) {}

  of(): WorkingTime {
    const { timeZone } = this.settings.deskSettings;
    const isWorking = (at: number) => !/^(?:Sat|Sun)/.test(new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short' }).format(at));
    return {
      addWorkingTime(from, ms) {
        let [at, left] = [from.getTime(), ms];
        while (left > 0) {
          const step = Math.min(left, HOUR_MS);
          if (isWorking(at)) left -= step;
          at += step;
        }
        return new Date(at);
      },
      addWorkingDays(from, days) {
        let [at, left] = [from.getTime(), days];
        while (left > 0) if (isWorking((at += DAY_MS))) left -= 1;
        return new Date(at);
      },
    };
  }
}
