import { createHmac, randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { Ticket } from './desk-views.js';
import { LOGIN_SECRET, PROGRAM_KEY } from './overlay.js';
import type { RunningDesk } from './running-desk.js';

/** A call that an agent took. */
export async function ringHotline(desk: RunningDesk, caller: string): Promise<Ticket> {
  const callId = randomUUID();
  const at = (secondsAgo: number) => new Date(desk.clock.now().getTime() - secondsAgo * 1_000).toISOString();
  const times = { startedAt: at(70), answeredAt: at(60), endedAt: at(1) };
  const call = { callId, caller, callee: '4008000000', direction: 'inbound', outcome: 'answered', ...times };
  expect(await desk.doors.hook('hotline', call)).toBeLessThan(300);
  return desk.ticketOf(callId);
}

/** A web form; `user` is signed in at the desk's site. The ticket is found by words of `subject`. */
export async function fillForm(
  desk: RunningDesk,
  inbox: string,
  fields: Readonly<Record<string, string>>,
  words: string,
  user?: string,
): Promise<Ticket> {
  const address = `${desk.product.apiUrl}/in/${inbox}`;
  const post = async (secret: string | null) => {
    const { token } = (await (await fetch(address, { headers: { accept: 'application/json' } })).json()) as { token: string };
    const form = new FormData();
    for (const [name, value] of Object.entries({ token, lang: 'zh', ...fields })) form.append(name, value);
    const bearer: Record<string, string> = secret === null ? {} : { authorization: `Bearer ${signIn(user!, secret, desk.clock.now())}` };
    return fetch(address, { method: 'POST', body: form, headers: { accept: 'application/json', ...bearer } });
  };
  // The secret of the desk's site, or the one of a file where nobody set one.
  let answer = await post(user === undefined ? null : LOGIN_SECRET);
  if (answer.status === 401) answer = await post('not-set-so-nobody-is-signed-in-by-it');
  if (answer.status >= 300) throw new Error(`the form ${inbox} was answered ${answer.status}: ${await answer.text()}`);
  return desk.ticketLike(words);
}

/** A program's message: the app, or staff of a branch. */
export async function sendFromApp(
  desk: RunningDesk,
  inbox: string,
  message: { readonly subject: string; readonly [name: string]: unknown },
): Promise<Ticket> {
  const answer = await fetch(`${desk.product.apiUrl}/in/${inbox}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${PROGRAM_KEY}`, 'idempotency-key': randomUUID() },
    body: JSON.stringify(message),
  });
  if (answer.status >= 300) throw new Error(`${inbox} answered ${answer.status}: ${await answer.text()}`);
  return desk.ticketLike(message.subject);
}

/** A customer of 微信客服 writes. */
export async function writeToKf(desk: RunningDesk, inbox: string, customer: string, text: string): Promise<Ticket> {
  const account = desk.wecom.account('wkDesk');
  const id = account.write(customer, 'text', { content: text });
  expect(await desk.wecom.ring(`${desk.product.apiUrl}/in/${inbox}`, account)).toBe(200);
  return desk.ticketOf(id);
}

/** A follower of the 公众号 writes. */
export async function writeToOfficial(desk: RunningDesk, inbox: string, follower: string, text: string): Promise<Ticket> {
  desk.official.callbacks.url = `${desk.product.apiUrl}/in/${inbox}`;
  const id = String(8_000_000_000_000_000 + Math.floor(Math.random() * 1e15));
  await desk.official.text(follower, text, { id });
  return desk.ticketOf(id);
}

function signIn(user: string, secret: string, now: Date): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const at = Math.floor(now.getTime() / 1_000);
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: user, iat: at, exp: at + 600, email: `${user}@customer.test`, email_verified: true })}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
