import { DATABASE, type Database } from '#database';
import { EVENT_BUS, type EventBus } from '#event-bus';
import { type AdminContext, CLOCK, type Clock, SETTINGS, type Settings } from '#runtime';
import type { DeskProfiles } from '../../desk/desk-profiles.js';
import { EMPTY_DESK } from '../../desk/desk-schema.js';
import { DeskVersionRepository } from '../../desk/desk-version.repository.js';
import { readDesk } from '../../desk/read-desk.js';
import { TicketFactsReader } from '../../facts/ticket-facts.js';
import { GroupDirectory } from '../../groups/group-directory.js';
import { ChannelHours } from '../../service-levels/hours/channel-hours.js';
import { HoursOverrideRepository } from '../../service-levels/hours/hours-override.repository.js';
import { RuleFactsReader } from '../rule-facts-reader.js';
import { PastLog } from './past-log.js';
import { PastReader } from './past-reader.js';
import { Rehearser } from './rehearser.js';
import { RuledPasts } from './ruled-pasts.js';

/** For a command, beside the processes that run: reads what they read and writes nothing. */
export async function openRehearser(context: AdminContext): Promise<Rehearser> {
  const [database, clock, settings, bus] = await Promise.all([
    context.resolve<Database>(DATABASE),
    context.resolve<Clock>(CLOCK),
    context.resolve<Settings>(SETTINGS),
    context.resolve<EventBus>(EVENT_BUS),
  ]);
  const versions = new DeskVersionRepository(database);
  const stored = await versions.findLatest();
  const inForce = { version: stored?.version ?? 0, desk: stored === null ? EMPTY_DESK : (readDesk(stored.desk).desk ?? EMPTY_DESK) };
  const profiles = { current: () => inForce } as unknown as DeskProfiles;
  const groups = new GroupDirectory(profiles, database);
  const hours = new ChannelHours(profiles, new HoursOverrideRepository(), database, clock);
  const facts = new RuleFactsReader(new TicketFactsReader(), groups, hours, settings);
  return new Rehearser(
    new RuledPasts(profiles, versions, hours, settings),
    new PastLog(bus),
    new PastReader(facts, groups),
    facts,
    database,
    clock,
  );
}
