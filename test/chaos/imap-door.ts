import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DovecotServer, startDovecot } from '../support/services/dovecot.js';
import type { Door, Killed } from './door.js';
import { type Conversation, type Load, writeMail } from './load.js';
import { type ChaosPlan, makeRandom } from './plan.js';
import { ADDRESS, API_KEY, type Product, READY_MS } from './product.js';
import type { StoredTicket } from './stored-desk.js';

/** Share of a stretch's mails of which a random part is read before the kill: the rest is still to be read then. */
const READ_SHARE = 0.8;
/** So many customers write at the same time. */
const SIDE_BY_SIDE = 40;

/** A mailbox on a real Dovecot that fills while the product reads it; `kills` of the server and half as many of the product's own. */
export async function openImapDoor(folder: string): Promise<Door> {
  const dovecot = await startDovecot();
  const { name, password } = dovecot.users[0]!;
  const imap = { host: '127.0.0.1', port: dovecot.imapPort, user: name, password, tls: false };
  const config = join(folder, 'chaos.yaml');
  await writeFile(config, `inboxes: ${JSON.stringify([{ id: 'support', channel: 'email', address: ADDRESS, imap }])}\n`);
  return {
    inbox: { TRIBUTARY_CONFIG: config },
    write: (load, product, plan) => fillAndKill(dovecot, load, product, plan),
    judge: async (_load, desk) => [
      {
        name: 'no mail was marked as read in the mailbox',
        faults: await findSeen(dovecot),
      },
      {
        name: 'nothing is named as a gap: nobody removed anything',
        faults: findGaps(desk),
      },
    ],
    close: () => dovecot.stop(),
  };
}

/** Stretch by stretch: half of it lies there when the product comes back, half comes while it reads, a random part is read, then somebody dies. */
async function fillAndKill(dovecot: DovecotServer, load: Load, product: Product, plan: ChaosPlan): Promise<Killed> {
  await waitUntilConnected(product);
  const random = makeRandom(plan.seed);
  const victims = drawVictims(product.victims, plan.kills, random);
  const mails = interleave(load.conversations);
  const half = Math.ceil(mails.length / (victims.length + 1) / 2);
  const killed = new Map<string, number>();
  let lastKillAt = Date.now();
  const deliver = async (count: number) => {
    for (const { conversation, turn } of mails.splice(0, count)) {
      await dovecot.deliver(writeMail(conversation, turn, ADDRESS));
      conversation.accepted.push(conversation.messageIds[turn]!);
      load.accepted += 1;
    }
  };
  for (const victim of victims) {
    await deliver(half);
    const wanted = (await countEntries(product)) + Math.floor(random() * READ_SHARE * half);
    await deliver(half);
    await waitFor(async () => (await countEntries(product)) >= wanted, `${wanted} entries`);
    if (victim === 'dovecot') await dovecot.kill().then(() => dovecot.restart());
    else await product.kill(victim);
    lastKillAt = Date.now();
    killed.set(victim, (killed.get(victim) ?? 0) + 1);
  }
  await deliver(mails.length);
  load.done = true;
  return { lastKillAt, killed };
}

/** `kills` times the mail server and half as often one of the product's own, these in turn; in random order. */
function drawVictims(own: readonly string[], kills: number, random: () => number): string[] {
  const drawn = Array.from({ length: kills }, () => 'dovecot');
  for (let kill = 0; kill < kills / 2; kill += 1) drawn.push(own[kill % own.length]!);
  return drawn
    .map((victim) => ({ victim, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ victim }) => victim);
}

/** Mails of many customers mixed, each customer's in order. */
function interleave(conversations: readonly Conversation[]): { conversation: Conversation; turn: number }[] {
  const mixed: { conversation: Conversation; turn: number }[] = [];
  for (let from = 0; from < conversations.length; from += SIDE_BY_SIDE) {
    const together = conversations.slice(from, from + SIDE_BY_SIDE);
    const longest = Math.max(...together.map(({ messageIds }) => messageIds.length));
    for (let turn = 0; turn < longest; turn += 1)
      for (const conversation of together) if (turn < conversation.messageIds.length) mixed.push({ conversation, turn });
  }
  return mixed;
}

/** Entries this life of the product has written; waits for one that was just killed. */
async function countEntries(product: Product): Promise<number> {
  let text = '';
  await waitFor(async () => {
    const answer = await fetch(`${product.apiUrl}/metrics`, { signal: AbortSignal.timeout(2000) });
    text = await answer.text();
    return answer.ok;
  }, 'metrics');
  return [...text.matchAll(/^tributary_intake_entries_total(?:\{[^}]*\})? (\d+)/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
}

/** What comes before the first look is history, and nobody is answered for it. */
function waitUntilConnected(product: Product): Promise<void> {
  return waitFor(async () => {
    const answer = await fetch(`${product.apiUrl}/api/v1/inboxes`, { headers: { authorization: `Bearer ${API_KEY}` } });
    return ((await answer.json()) as { items: { state: string }[] }).items.every(({ state }) => state === 'connected');
  }, 'a connected inbox');
}

async function waitFor(condition: () => Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + READY_MS;
  while (!(await condition().catch(() => false))) {
    if (Date.now() > end) throw new Error(`not seen within ${READY_MS} ms: ${what}`);
    await sleep(5);
  }
}

async function findSeen(dovecot: DovecotServer): Promise<string[]> {
  const names = await readdir(join(dovecot.maildir(), 'cur'));
  return names.filter((name) => /:2,[A-Za-z]*S/.test(name));
}

function findGaps(desk: readonly StoredTicket[]): string[] {
  return desk.flatMap(({ number, entries }) =>
    entries.filter(({ parts }) => parts.some(({ code }) => code === 'inbox.gap')).map(() => number),
  );
}
