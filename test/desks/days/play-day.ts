import { setTimeout as sleep } from 'node:timers/promises';
import { openInbox } from '../../support/chat-desk.js';
import type { DeskName } from '../desk-list.js';
import { answer, type Traffic } from './answering.js';
import { type Arrival, type InboxOfFile, makeArrival, makeAskingForPerson, makeComplaint, signIn } from './arrivals.js';
import { Connectors } from './connectors.js';
import { DAY_PLANS, type DayPlan, type Hours } from './day-plans.js';
import { type Engine, openPlace } from './day-place.js';
import { DeskProcess } from './desk-process.js';
import { isKnown, tellPlans } from './known-customers.js';
import { Random } from './random.js';
import { beThere, hire, whoIsThere } from './staff.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SENT_WITHIN_MS = 60_000;
/** Where an inbox differs from one that sends texts to whoever wrote. */
const WAYS: Readonly<Record<string, object>> = {
  email: { addressedBy: ['email'] },
  notification: { addressedBy: ['phone'] },
  form: { out: [] },
  phone: { out: [] },
};

export interface PlayedDay {
  readonly process: DeskProcess;
  readonly plan: DayPlan;
  readonly arrivals: readonly Arrival[];
  readonly complaint: Arrival;
  readonly answered: number;
  /** Who was there from then on, in order. */
  readonly presence: readonly { readonly from: number; readonly there: ReadonlySet<string> }[];
  /** Texts that reached customers. */
  readonly delivered: ReadonlyMap<string, string>;
  /** What came while ticketing was down, and whether it was killed in the middle of a transaction; what waited while the gateway was away. */
  readonly heldBack: { messages: number; answers: number; killedAtWork: boolean };
  close(): Promise<void>;
}

/**
 * A whole day of a desk, in its own configuration: customers write, agents answer what routing gives them, clocks run; ticketing is killed and begun again,
 * the gateway is away for an hour. The time is the test's, the log, its consumers and the database are the product's.
 */
export async function playDay(name: DeskName, engine: Engine): Promise<PlayedDay> {
  const plan = DAY_PLANS[name];
  const begins = Date.parse(plan.begins);
  const place = await openPlace(name, engine, new Date(begins - 10 * 60_000));
  const connectors = await Connectors.begin(place);
  let running = await DeskProcess.begin(place);
  for (const { id, channel } of place.inboxes) await openInbox(running.desk, id, channel, WAYS[channel] ?? {});
  const agents = await hire(running.desk, plan, place.profile);
  const random = new Random(plan.seed);
  const complaint = makeComplaint(
    place.inboxes.find(({ id }) => id === plan.complaint.inbox)!,
    begins + plan.complaint.at * HOUR_MS,
  );
  const drawn = [...drawArrivals(plan, place.inboxes, random), complaint].sort((a, b) => a.at - b.at);
  const traffic: Traffic = {
    inboxes: place.inboxes,
    arrivals: new Map(drawn.map((arrival) => [arrival.message.id, arrival])),
    waiting: [...drawn],
  };
  const presence: PlayedDay['presence'][number][] = [];
  const heldBack = { messages: 0, answers: 0, killedAtWork: false };
  let answered = 0;
  let isDown = false;
  let gatewayIsDown = false;
  for (let now = begins; now < begins + DAY_MS; now += plan.tickMs) {
    const hour = (now - begins) / HOUR_MS;
    place.clock.set(new Date(now + plan.tickMs));
    if (gatewayIsDown !== within(hour, plan.gatewayDown)) {
      gatewayIsDown = !gatewayIsDown;
      if (gatewayIsDown) connectors.loseGateway();
      else {
        heldBack.answers = await connectors.countWaiting();
        connectors.findGateway();
      }
    }
    const due = takeDue(traffic.waiting, now + plan.tickMs);
    if (within(hour, plan.down)) {
      heldBack.messages += due.length;
      const killed = isDown ? null : running.killAtWork();
      await connectors.bring(due);
      if (killed !== null) heldBack.killedAtWork = await killed;
      isDown = true;
      continue;
    }
    if (isDown) {
      running = await DeskProcess.begin(place);
      isDown = false;
    }
    const there = whoIsThere(agents, plan, hour);
    await beThere(running.desk, agents, there);
    presence.push({ from: now + plan.tickMs, there });
    await connectors.bring(due);
    await running.settle();
    await tellPlans(running.desk, plan);
    await running.settle();
    answered += await answer(running.desk, random, traffic, there, now + HOUR_MS);
    await running.settle();
  }
  await untilSent(connectors, running);
  // What would come after midnight is the next day's.
  const later = new Set(traffic.waiting);
  return {
    ...{ process: running, plan, complaint, answered, presence, heldBack, delivered: connectors.delivered },
    arrivals: [...traffic.arrivals.values()].filter((arrival) => !later.has(arrival)),
    close: async () => {
      await connectors.end();
      await running.end();
      await place.close();
    },
  };
}

function within(hour: number, [from, to]: Hours): boolean {
  return hour >= from && hour < to;
}

async function untilSent(connectors: Connectors, running: DeskProcess): Promise<void> {
  const end = performance.now() + SENT_WITHIN_MS;
  do {
    while ((await connectors.countWaiting()) > 0) {
      if (performance.now() > end) throw new Error(`not all was sent within ${SENT_WITHIN_MS} ms`);
      await sleep(20);
    }
    await running.settle();
  } while ((await connectors.countWaiting()) > 0);
}

/** Most write by day: twice as many from 9 to 22 as at night. In the order in which they come. */
function drawArrivals({ begins, volumes, asksPerson, known = {} }: DayPlan, inboxes: readonly InboxOfFile[], random: Random): Arrival[] {
  const start = Date.parse(begins);
  let customer = 0;
  return Object.entries(volumes).flatMap(([id, count]) => {
    const inbox = inboxes.find((each) => each.id === id);
    if (inbox === undefined) throw new Error(`the desk's file has no inbox ${id}`);
    return Array.from({ length: count }, () => {
      customer += 1;
      const byDay = random.next() < 0.8;
      const hour = byDay ? 9 + random.next() * 13 : (22 + random.next() * 11) % 24;
      const at = start + Math.floor(hour * HOUR_MS);
      const wantsPerson = asksPerson?.inbox === id && random.next() < asksPerson.share;
      if (wantsPerson) return makeAskingForPerson(inbox, at, customer);
      const arrival = makeArrival(inbox, at, customer, random);
      return known[id]?.signedIn === true && isKnown(customer) ? signIn(arrival, customer) : arrival;
    });
  });
}

function takeDue(waiting: Arrival[], before: number): Arrival[] {
  const end = waiting.findIndex(({ at }) => at >= before);
  return waiting.splice(0, end === -1 ? waiting.length : end);
}
