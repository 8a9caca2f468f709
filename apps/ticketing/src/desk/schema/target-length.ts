import { z } from 'zod';
import { DAY_KINDS } from '../../service-levels/calendars/day-plan.js';
import { parseTargetTime } from '../../service-levels/calendars/targets.js';

/** `24 clock hours`, `4 working hours`, `3 working days`: it always says which hours it means. */
export const TargetTimeText = z
  .string()
  .refine(
    (text) => parseTargetTime(text) !== null,
    'a time that says which hours it means: 24 clock hours, 30 working minutes, 3 working days',
  );

const OnDay = z.union([TargetTimeText, z.strictObject({ factor: z.number().positive().max(100) })]);
const [working, weekend, holiday] = DAY_KINDS;

const OnDays = z
  .strictObject({ [working]: OnDay.optional(), [weekend]: OnDay.optional(), [holiday]: OnDay.optional() })
  .prefault({})
  .describe('what holds instead when it begins on such a day: a time, or a factor');

/** A time, or one that differs by the kind of day. */
export const TargetLengthSection = z.union([TargetTimeText, z.strictObject({ within: TargetTimeText, onDays: OnDays })]);
export type TargetLengthSection = z.infer<typeof TargetLengthSection>;
