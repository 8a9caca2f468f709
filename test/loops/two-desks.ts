import { startProduct, type StartedProduct } from '../support/started-product.js';
import { fieldOf, makeTopic, rewrite, ROBOTS, stripAutomatic, writeMail } from './robots.js';
import { type Carried, type MailNetwork, openMailNetwork } from './network.js';

/** How the way between the two desks changes their mails; each has a pair of inboxes of its own. */
const WAYS: Readonly<Record<string, (mail: Carried) => Carried>> = {
  faithful: (mail) => mail,
  strips: stripAutomatic,
  rewrites: rewrite,
};
const SUPPORT = 'support@a.test';
/** As shipped: `acknowledgements.perAddressPerDay`. */
const PER_DAY = 5;

/** Two started products, each the other's customer over real SMTP, and robots that write to the first. */
export interface TwoDesks {
  readonly network: MailNetwork;
  /** A person begins something on every way and with every robot. */
  begin(): Promise<void>;
  /** What was sent against the rules so far, and how many mails each had: `[who, automatic, all]`. */
  judge(): { readonly faults: readonly string[]; readonly counts: readonly (readonly [string, number, number])[] };
  /** Mails that ended at the first desk's door, and those of them that are no entries there. */
  findLost(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export async function startTwoDesks(): Promise<TwoDesks> {
  const network = await openMailNetwork();
  const start = (domain: string, more: readonly string[] = []) => {
    const inboxes = [...more, ...Object.keys(WAYS)].map((id) => ({ id, channel: 'email', address: `${id}@${domain}` }));
    return startProduct({ TRIBUTARY_SMTP_OUT: network.url, TRIBUTARY_INBOXES: JSON.stringify(inboxes) });
  };
  const a = await start('a.test', ['support']);
  const b = await start('b.test').catch(async (error: unknown) => {
    await a.stop();
    throw error;
  });
  const arrived: string[] = [];
  const change = (mail: Carried) => {
    const changed = (WAYS[mail.to.split(/[+@]/)[0]!] ?? ((same) => same))(mail);
    if (mail.to.endsWith('@a.test')) arrived.push(fieldOf(changed.raw, 'message-id')!.replace(/^<|>$/g, ''));
    return changed;
  };
  network.leadToDoor('a.test', a.smtpPort, change);
  network.leadToDoor('b.test', b.smtpPort, change);
  for (const [domain, { host }] of Object.entries(ROBOTS)) network.leadToHost(domain, host);
  return {
    network,
    begin: async () => {
      for (const way of Object.keys(WAYS)) await writeFirst(b, `${way}@a.test`, way);
      for (const domain of Object.keys(ROBOTS)) await network.post(writeMail(`office@${domain}`, SUPPORT, makeTopic()));
    },
    judge: () => judge(network.carried),
    findLost: async () => {
      const lost: string[] = [];
      for (const id of arrived) if (!(await isEntry(a, id))) lost.push(id);
      return lost;
    },
    stop: async () => {
      await Promise.all([a.stop(), b.stop()]);
      await network.stop();
    },
  };
}

/** An agent of the second desk writes to the first. */
async function writeFirst(desk: StartedProduct, to: string, inboxId: string): Promise<void> {
  const body = {
    contact: { identity: { scheme: 'email', value: to } },
    subject: makeTopic(),
    origin: 'call',
    message: { text: 'Can you help us?', inboxId },
  };
  const { status } = await desk.api('/tickets', { method: 'POST', body });
  if (status !== 201) throw new Error(`a ticket was not opened: ${status}`);
}

function judge(carried: readonly Carried[]): ReturnType<TwoDesks['judge']> {
  const counts = new Map<string, [string, number, number]>();
  for (const { to, raw } of carried) {
    const domain = to.slice(to.lastIndexOf('@') + 1);
    const who = domain in ROBOTS ? domain : to.replace(/\+[^@]*/, '');
    const count = counts.get(who) ?? [who, 0, 0];
    counts.set(who, count);
    if (fieldOf(raw, 'auto-submitted') === 'auto-replied') count[1] += 1;
    count[2] += 1;
  }
  const faults = [...counts.values()].flatMap(([who, automatic]) => {
    const most = ROBOTS[who]?.most ?? PER_DAY;
    return automatic > most ? [`${who} was sent ${automatic} automatic mails, at most ${most} are right`] : [];
  });
  return { faults, counts: [...counts.values()] };
}

async function isEntry(desk: StartedProduct, messageId: string): Promise<boolean> {
  const query = `remoteMessageId=${encodeURIComponent(messageId)}`;
  const { body } = await desk.api<{ items: { outcome: string }[] }>(`/ledger?${query}`);
  return body.items.some(({ outcome }) => outcome === 'ticketed');
}
