import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NotificationSimulator } from '../simulators/notification/notification-simulator.js';
import { OfficialPlatform } from '../simulators/wechat/official-platform.js';
import { WecomSimulator } from '../simulators/wecom/wecom-simulator.js';
import { type ArrivedMail, type MailServer, startMailServer } from '../support/mail-server.js';
import { API_KEY, eventually, type StartedProduct, startProduct } from '../support/started-product.js';
import { type KafkaServer, startKafka } from '../support/services/kafka.js';
import { AddedChannel, type AddedChannelName } from './added-channel.js';
import { DeskAgents, type DeskAgent } from './desk-agents.js';
import { DeskClock } from './desk-clock.js';
import { DeskDoors } from './desk-doors.js';
import { DESKS, type DeskName } from './desk-list.js';
import { DeskScreens } from './desk-screens.js';
import { type Entry, type List, Refused, type Ticket } from './desk-views.js';
import { writeOverlay } from './overlay.js';
import { PartnerServer } from './partner-server.js';

/** A desk's own file in a started product, reached through its doors; the clock is in the test's hand. */
export class RunningDesk {
  readonly agents: DeskAgents;
  readonly doors: DeskDoors;
  readonly screens: DeskScreens;

  constructor(
    readonly product: StartedProduct,
    readonly clock: DeskClock,
    /** Mail servers of all customers. */
    readonly customers: MailServer,
    /** Gateways of text messages, app push and group robots. */
    readonly messages: NotificationSimulator,
    readonly wecom: WecomSimulator,
    readonly official: OfficialPlatform,
    /** Endpoints of webhooks. */
    readonly partner: PartnerServer,
    /** Of this desk alone, where its log is Kafka. */
    private readonly kafka: KafkaServer | null,
    /** Where a row asked for one. */
    readonly added: AddedChannel | null,
    /** What it was started with; another process takes its place by it. */
    readonly environment: Readonly<Record<string, string>>,
  ) {
    this.agents = new DeskAgents(this);
    this.doors = new DeskDoors(this);
    this.screens = new DeskScreens(this);
  }

  /** By the bootstrap key, or as an agent. Throws `Refused` for anything but 2xx. */
  async api<T = Record<string, unknown>>(method: string, path: string, body?: unknown, as?: DeskAgent): Promise<T> {
    const answer = await this.ask<T>(method, path, body, as);
    if (answer.status >= 300) throw new Refused(`${method} ${path}`, answer.status, answer.body as Record<string, unknown>);
    return answer.body;
  }

  /** As `api`, whatever the status. An agent whose login has ended logs in anew. */
  async ask<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    as?: DeskAgent,
  ): Promise<{ status: number; body: T }> {
    const send = () =>
      fetch(`${this.product.apiUrl}/api/v1${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...(as === undefined ? { authorization: `Bearer ${API_KEY}` } : as.headers) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    let answer = await send();
    if (answer.status === 401 && as !== undefined) {
      await this.agents.logIn(as);
      answer = await send();
    }
    const text = await answer.text();
    return { status: answer.status, body: (/\bjson/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(text) : text) as T };
  }

  /** Waits for something to be so; every look is at what people see. */
  until<T>(ask: () => Promise<T | null | undefined | false>, what: string, limitMs = 45_000): Promise<T> {
    return eventually(ask, what, limitMs);
  }

  ticket(idOrNumber: string): Promise<Ticket> {
    return this.api<Ticket>('GET', `/tickets/${idOrNumber}`);
  }

  async entries(ticket: { readonly id: string }): Promise<readonly Entry[]> {
    return (await this.api<List<Entry>>('GET', `/tickets/${ticket.id}/entries?limit=200`)).items;
  }

  /** Waits until the ticket is as wanted. */
  ticketWhere(id: string, fits: (ticket: Ticket) => boolean, what: string): Promise<Ticket> {
    return this.until(async () => {
      const ticket = await this.ticket(id);
      return fits(ticket) && ticket;
    }, what);
  }

  /** The ticket that a message came to, by the id its remote gave it. */
  ticketOf(remoteMessageId: string): Promise<Ticket> {
    return this.until(async () => {
      const { items } = await this.api<List<{ ticketId: string | null; outcome: string }>>(
        'GET',
        `/ledger?remoteMessageId=${encodeURIComponent(remoteMessageId)}`,
      );
      const found = items.find(({ outcome }) => outcome === 'ticketed')?.ticketId;
      return found ? this.ticket(found) : null;
    }, `a ticket of ${remoteMessageId}`);
  }

  /** Newest ticket whose subject holds these words. */
  ticketLike(words: string): Promise<Ticket> {
    return this.until(
      async () => (await this.api<List<Ticket>>('GET', `/tickets?q=${encodeURIComponent(words)}`)).items[0],
      `a ticket with ${words}`,
    );
  }

  /** A mail that reached a customer. */
  mailTo(address: string, fits: (mail: ArrivedMail) => boolean = () => true): Promise<ArrivedMail> {
    return this.until(
      async () => this.customers.arrived.find((mail) => mail.envelopeTo.includes(address) && fits(mail)),
      `a mail to ${address}`,
    );
  }

  /** The same customers and gateways before another product. */
  at(product: StartedProduct): RunningDesk {
    const { clock, customers, messages, wecom, official, partner, kafka, added, environment } = this;
    return new RunningDesk(product, clock, customers, messages, wecom, official, partner, kafka, added, environment);
  }

  async stop(): Promise<void> {
    await this.screens.stop();
    await this.product.stop();
    await Promise.all([this.customers.stop(), this.messages.stop(), this.wecom.close(), this.official.close(), this.added?.close()]);
    this.partner.close();
    await this.kafka?.stop();
    await this.clock.remove();
  }
}

/** Monday morning of a week without holidays, in Shanghai. */
const BEGIN = new Date('2026-03-02T09:00:00+08:00');

/** `DESK_ENGINE=kafka`: its log is a Kafka of its own, else PostgreSQL. */
export async function startDesk(name: DeskName, adds?: AddedChannelName, begin = BEGIN): Promise<RunningDesk> {
  const { profile } = DESKS[name];
  const clock = await DeskClock.begin(begin);
  const now = () => clock.now();
  const [customers, messages, partner] = await Promise.all([
    startMailServer(),
    NotificationSimulator.start(() => now().getTime()),
    PartnerServer.start(),
  ]);
  const [wecom, official] = await Promise.all([WecomSimulator.start({ now: () => now().getTime() }), OfficialPlatform.open({ now })]);
  const added = adds === undefined ? null : await AddedChannel.open(adds);
  const file = join('config/desks', `${profile}.yaml`);
  const config = await writeOverlay(clock.folder, await readFile(file, 'utf8'), { messages, wecom, official, partner, added });
  const kafka = process.env['DESK_ENGINE'] === 'kafka' ? await startKafka() : null;
  const environment = {
    ...(kafka === null ? {} : { KAFKA_BROKERS: kafka.brokers.join(',') }),
    TRIBUTARY_DESK: profile,
    TRIBUTARY_CONFIG: config,
    TRIBUTARY_CLOCK_FILE: clock.file,
    TRIBUTARY_SMTP_OUT: customers.url,
  };
  const product = await startProduct((apiUrl) => ({ ...environment, TRIBUTARY_HTTP_PUBLIC_URL: apiUrl }));
  if (added !== null) added.remote.callbackUrl = `${product.apiUrl}/in/${added.name}`;
  return new RunningDesk(product, clock, customers, messages, wecom, official, partner, kafka, added, environment);
}
