/** The next moment a clock in `zone` shows `time` (`21:30`), as an instant: today, or after midnight where it is past already. */
export function toMoment(time: string, zone: string, now: number): string {
  const [hours, minutes] = time.split(':').map(Number) as [number, number];
  const shown = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
      .formatToParts(new Date(now))
      .map(({ type, value }) => [type, Number(value)]),
  );
  const ahead = (hours - shown['hour']!) * 3_600 + (minutes - shown['minute']!) * 60 - shown['second']!;
  const atSecond = Math.floor(now / 1_000) * 1_000;
  return new Date(atSecond + (ahead > 0 ? ahead : ahead + 86_400) * 1_000).toISOString();
}
