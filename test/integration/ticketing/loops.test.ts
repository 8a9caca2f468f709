import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InboundMessage, ReplyRequested } from '#contracts';
import { mail, openDesk, openDeskDatabase } from '../../support/ticketing-desk.js';
import type { Desk, DeskDatabase, MailFields } from '../../support/ticketing-desk.js';

const PER_DOMAIN = 12;
const DAY_MS = 86_400_000;

let database: DeskDatabase;
/** Two processes that share nothing but the database take the robots' mails in turn. */
let desks: [Desk, Desk];

beforeAll(async () => {
  database = await openDeskDatabase();
  const settings = { acknowledgements: { strangersPerDomainPerDay: PER_DOMAIN } };
  desks = [await openDesk({ database, settings }), await openDesk({ database, settings })];
});
afterAll(async () => {
  await Promise.all(desks.map((desk) => desk.close()));
  await database.close();
});

/** What a robot answers to the `turn`-th mail of ours that it gets. */
type Robot = (ours: ReplyRequested, turn: number, domain: string) => MailFields;

const token = (ours: ReplyRequested) => (ours.ticketToken === undefined ? {} : { token: ours.ticketToken });
const ids = (ours: ReplyRequested) => [...(ours.references ?? []), `${ours.commandId}.mac@example.com`];
const words = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot', 'golf', 'hotel', 'india'];
const topic = (turn: number) =>
  `We got your mail ${words[turn % 9]} ${words[Math.floor(turn / 9) % 9]} ${words[Math.floor(turn / 81) % 9]}`;

/** With the most acknowledgements that all of its addresses may get on one day; who began is no stranger on the second. */
const ROBOTS: Readonly<Record<string, readonly [number, Robot]>> = {
  'sends each mail back as it is': [
    1,
    (ours, _turn, domain) => ({
      from: `robot@${domain}`,
      subject: ours.subject,
      references: ours.references,
      text: 'We have received it.',
    }),
  ],
  'answers like a person, into the thread': [
    1,
    (ours, _turn, domain) => ({ from: `robot@${domain}`, subject: ours.subject, references: ids(ours), ...token(ours) }),
  ],
  'loses all ids and writes to the plain address': [
    5,
    (ours, _turn, domain) => ({ from: `robot@${domain}`, subject: `${ours.subject ?? ''} [received]` }),
  ],
  'has a new subject for each': [5, (_ours, turn, domain) => ({ from: `robot@${domain}`, subject: topic(turn) })],
  'has a new subject and a new sub-address for each': [
    5,
    (_ours, turn, domain) => ({ from: `robot+case${turn}@${domain}`, subject: topic(turn) }),
  ],
  'has two more addresses in turn': [15, (_ours, turn, domain) => ({ from: `robot${turn % 2}@${domain}`, subject: topic(turn) })],
  'has a new address of its domain for each': [
    PER_DOMAIN + 1,
    (_ours, turn, domain) => ({ from: `r${turn}@${domain}`, subject: topic(turn) }),
  ],
  'has a new address of a new subdomain for each': [
    PER_DOMAIN + 1,
    (_ours, turn, domain) => ({ from: `r${turn}@m${turn}.${domain}`, subject: topic(turn) }),
  ],
  'answers to the reply address from a new address each time': [
    1,
    (ours, turn, domain) => ({ from: `r${turn}@${domain}`, subject: topic(turn), ...token(ours) }),
  ],
  'keeps the number, and has a new address each time': [
    1,
    (ours, turn, domain) => ({ from: `r${turn}@${domain}`, subject: `${ours.ticketNumber ?? ''} ${topic(turn)}` }),
  ],
};

let offsets = new Map<string, number>();

/** Mails of ours to this domain that nobody has answered yet. */
async function takeMail(domain: string): Promise<ReplyRequested[]> {
  const all = (await desks[0].requests()).filter(({ to }) => to[0]!.value.endsWith(domain));
  const seen = offsets.get(domain) ?? 0;
  offsets.set(domain, all.length);
  return all.slice(seen);
}

/** Lets the two talk until one falls silent. Returns how many mails of ours there were. */
async function talk(robot: Robot, domain: string, first: InboundMessage, from: number): Promise<number> {
  let sent = 0;
  await desks[0].take(first);
  for (let ours = await takeMail(domain); ours.length > 0 && sent < 100; ours = await takeMail(domain)) {
    sent += ours.length;
    for (const desk of desks) desk.clock.advance(2_000);
    for (const [index, reply] of ours.entries()) await desks[(sent + index) % 2]!.take(mail(robot(reply, from + sent, domain)));
  }
  return sent;
}

describe('a robot without any header that', () => {
  let run = 0;
  it.each(Object.entries(ROBOTS))('%s comes to an end every day', async (_name, [most, robot]) => {
    const domain = `robots${(run += 1)}.test`;
    offsets = new Map();
    for (let day = 0; day < 3; day += 1) {
      const sent = await talk(
        robot,
        domain,
        mail({ from: `robot@${domain}`, subject: `Beginning ${words[day]} of ${words[run % 9]}` }),
        day * 100,
      );
      expect(sent).toBeGreaterThan(0);
      expect(sent).toBeLessThanOrEqual(most);
      for (const desk of desks) desk.clock.advance(DAY_MS);
    }
  });
});

describe('limits', () => {
  const counts = async (domain: string) => {
    const [row] = await desks[0].database.sql.query<{ tickets: number; told: number; quarantined: number; waiting: number }>(
      `select count(*)::int as tickets, count(t.number_told)::int as told, (count(*) filter (where quarantined))::int as quarantined,
         (count(*) filter (where status in ('new', 'open')))::int as waiting
       from tickets t join identities i using (contact_id) where i.value like '%@' || $1`,
      [domain],
    );
    return row!;
  };
  const takeAtOnce = async (mails: readonly InboundMessage[]) => {
    for (let at = 0; at < mails.length; at += 40)
      await Promise.all(desks.map((desk, side) => desk.take(...mails.slice(at + side * 20, at + side * 20 + 20))));
  };

  it('of one address hold over two processes that take its mails at once', async () => {
    await takeAtOnce(Array.from({ length: 320 }, (_, n) => mail({ from: `loud+${n % 7}@crowd.test`, subject: topic(n), id: `loud${n}` })));
    expect(await counts('crowd.test')).toEqual({ tickets: 320, told: 5, quarantined: 220, waiting: 100 });
  });

  it('of the strangers of one domain hold over two processes', async () => {
    await takeAtOnce(Array.from({ length: 80 }, (_, n) => mail({ from: `p${n}@many.test`, subject: topic(n), id: `many${n}` })));
    expect(await counts('many.test')).toEqual({ tickets: 80, told: PER_DOMAIN, quarantined: 0, waiting: 80 });
  });

  it('of a domain do not concern a public provider, nor those who wrote before today', async () => {
    const write = (domain: string, round: number) =>
      takeAtOnce(
        Array.from({ length: 20 }, (_, n) =>
          mail({ from: `q${n}@${domain}`, subject: topic(n + round * 20), id: `q${domain}${round}${n}` }),
        ),
      );
    await write('qq.com', 0);
    expect((await counts('qq.com')).told).toBe(20);
    await write('firm.test', 0);
    for (const desk of desks) desk.clock.advance(DAY_MS + 1);
    await write('firm.test', 1);
    expect((await counts('firm.test')).told).toBe(PER_DOMAIN + 20);
  });

  it('of an address and of its domain never wait for each other, whatever stands for an address', async () => {
    const write = (side: number) =>
      Array.from({ length: 40 }, (_, n) => {
        const from = n % 4 === 0 ? '@strange.test' : `s${(n + side) % 5}@strange.test`;
        return mail({ from, subject: topic(n + side * 40), id: `strange${side}${n}` });
      });
    await Promise.all(desks.map((desk, side) => desk.take(...write(side))));
    expect((await counts('strange.test')).tickets).toBe(80);
  });
});
