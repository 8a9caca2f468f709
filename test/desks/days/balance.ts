import { checkClocks, type ClockBooks } from './clock-checks.js';
import { checkAssignments, checkComplaint, checkLog, checkMessages, checkNumbers, countAtNight } from './day-checks.js';
import { checkEmergencies } from './emergency-checks.js';
import type { PlayedDay } from './play-day.js';
import { checkAcknowledgements, checkThreads, countAnswered } from './thread-checks.js';

export interface Books extends ClockBooks {
  readonly messages: number;
  /** Of them, what came when the people of the day were not there. */
  readonly atNight: number;
  /** Of them, what customers wrote in answer to ours. */
  readonly writtenAgain: number;
  readonly tickets: number;
  /** Tickets that a person answered, by the channel they came by. */
  readonly answeredBy: Readonly<Record<string, number>>;
  /** In words, with what they are about; none is what a day should end with. */
  readonly faults: readonly string[];
}

/** Do the books of a day balance: is every message accounted for, each number told, each clock right, each assignment one that could be? */
export async function balance(day: PlayedDay): Promise<Books> {
  const { desk } = day.process;
  const clocks = await checkClocks(day);
  const [{ tickets } = { tickets: 0 }] = await desk.database.sql.query<{ tickets: number }>('select count(*)::int as tickets from tickets');
  const faults = [
    ...(await checkMessages(day)),
    ...(await checkThreads(day)),
    ...(await checkLog(day)),
    ...clocks.faults,
    ...(await checkNumbers(day)),
    ...(await checkAcknowledgements(day)),
    ...(await checkAssignments(day)),
    ...(await checkComplaint(day)),
    ...(await checkEmergencies(day)),
  ];
  return {
    ...{ messages: day.arrivals.length, atNight: countAtNight(day), tickets, answeredBy: await countAnswered(day) },
    writtenAgain: day.arrivals.filter(({ answers }) => answers !== undefined).length,
    ...clocks,
    faults,
  };
}
