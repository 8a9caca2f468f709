import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { MemoryHouse } from '#connector-sdk/testing';
import { RetriableError } from '#runtime';
import { ChatVisitor } from '../../support/chat-visitor.js';
import { keyOf, messagesOf, openChat, type ChatHouse } from './chat-house.js';

let houses: ChatHouse[] = [];
afterEach(async () => {
  for (const house of houses) await house.close();
  houses = [];
});
const open = async (...given: Parameters<typeof openChat>) => {
  const house = await openChat(...given);
  houses.push(house);
  return house;
};

describe('a conversation over a socket', () => {
  it('brings what a visitor says to the log, and the answer to him', async () => {
    const house = await open();
    const visitor = await ChatVisitor.enter(house.socketUrl);
    expect(visitor.welcome).toMatchObject({ head: 0, identified: false, open: true });
    expect(await visitor.say('Is anybody there?')).toBe(1);
    const [message] = messagesOf(house);
    expect(message).toMatchObject({
      plainText: 'Is anybody there?',
      direction: 'inbound',
      conversation: { kind: 'direct', continues: true },
      sender: { role: 'customer', identities: [{ scheme: 'web_visitor', assurance: 'anonymous', scope: 'shop' }] },
      mayAutoReply: false,
    });
    await house.reply(keyOf(house), 'Here I am.');
    await visitor.until(() => visitor.lines.length === 2, 'both lines');
    expect(visitor.lines).toMatchObject([
      { seq: 1, from: 'visitor', text: 'Is anybody there?' },
      { seq: 2, from: 'agent', name: 'Grace', text: 'Here I am.' },
    ]);
    await visitor.close();
  });

  it('keeps the exact bytes of what was said', async () => {
    const house = await open();
    const visitor = await ChatVisitor.enter(house.socketUrl);
    const bytes = `{"t":"say",  "id":"${randomUUID()}","text":"caf\\u00e9 ☕"}`;
    visitor.sendText(bytes);
    await visitor.until(() => visitor.lines.length === 1, 'the line');
    expect((await house.context.blobs.get(messagesOf(house)[0]!.raw.ref)).toString()).toBe(bytes);
    await visitor.close();
  });

  it('goes on after a reload where it was: nothing missed, nothing twice', async () => {
    const house = await open();
    const first = await ChatVisitor.enter(house.socketUrl);
    await first.say('one');
    await first.until(() => first.lines.length === 1, 'the line');
    const { place } = first;
    first.cut();
    await house.reply(keyOf(house), 'two');
    await house.reply(keyOf(house), 'three');
    const again = await ChatVisitor.enter(house.socketUrl, place);
    await again.until(() => again.lines.length >= 2, 'the missed lines');
    await again.say('four');
    await again.until(() => again.lines.length >= 3, 'the new line');
    expect(again.texts()).toEqual(['two', 'three', 'four']);
    expect(again.welcome!.conversation).toBe(place.conversation);
    await again.close();
  });

  it('takes a message once, however often it is said under its id', async () => {
    const house = await open();
    const visitor = await ChatVisitor.enter(house.socketUrl);
    const id = randomUUID();
    for (let times = 0; times < 3; times += 1) visitor.send({ t: 'say', id, text: times === 0 ? 'once' : 'other words' });
    await visitor.until(() => visitor.findAll('said').length === 3, 'three answers');
    expect(visitor.findAll('said').map(({ seq }) => seq)).toEqual([1, 1, 1]);
    expect(visitor.texts()).toEqual(['once']);
    expect(new Set(messagesOf(house).map((message) => message.id)).size).toBe(1);
    expect(messagesOf(house).every(({ plainText }) => plainText === 'once')).toBe(true);
    await visitor.close();
  });

  it('cannot take the place of an agent’s answer by knowing its id', async () => {
    const house = await open();
    const visitor = await ChatVisitor.enter(house.socketUrl);
    const id = randomUUID();
    await visitor.say('mine', { id });
    await house.reply(keyOf(house), 'the agent’s', { commandId: id as never });
    await visitor.until(() => visitor.lines.length === 2, 'the answer');
    await visitor.close();
  });

  it('shows an answer once, however often it is sent', async () => {
    const house = await open();
    const visitor = await ChatVisitor.enter(house.socketUrl);
    await visitor.say('hello');
    const reply = await house.reply(keyOf(house), 'answer');
    await house.reply(keyOf(house), 'answer', { commandId: reply.commandId });
    await house.reply(keyOf(house), 'last');
    await visitor.until(() => visitor.texts().includes('last'), 'the last');
    expect(visitor.texts()).toEqual(['hello', 'answer', 'last']);
    await visitor.close();
  });

  it('says nothing was taken while the log is away, keeps the order, and takes it when it is back', async () => {
    const house = await open();
    const visitor = await ChatVisitor.enter(house.socketUrl);
    house.context.setEmits('refuse');
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    for (const [at, id] of ids.entries()) visitor.send({ t: 'say', id, text: `line ${at}` });
    await visitor.until(() => visitor.findAll('refused').length === 3, 'three refusals');
    expect(visitor.findAll('refused').every(({ retry, code }) => retry && code === 'try_again')).toBe(true);
    house.context.setEmits('take');
    // As a page does: again, in order, under the same ids.
    for (const [at, id] of ids.entries()) visitor.send({ t: 'say', id, text: `line ${at}` });
    await visitor.until(() => visitor.findAll('said').length === 3, 'three answers');
    const unique = [...new Map(messagesOf(house).map((message) => [message.id, message.plainText])).values()];
    expect(unique).toEqual(['line 0', 'line 1', 'line 2']);
    await visitor.until(() => visitor.lines.length === 3, 'the lines');
    await visitor.close();
  });

  it('brings a line to the log that was kept, though its visitor never comes back to say it again', async () => {
    const house = await open();
    const visitor = await ChatVisitor.enter(house.socketUrl);
    house.context.setEmits('refuse');
    visitor.send({ t: 'say', id: randomUUID(), text: 'and gone' });
    await visitor.until(() => visitor.findAll('refused').length === 1, 'the refusal');
    visitor.cut();
    house.context.setEmits('take');
    const end = performance.now() + 5_000;
    while (messagesOf(house).length === 0 && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(messagesOf(house).map(({ plainText }) => plainText)).toEqual(['and gone']);
  });

  it('puts on the log after a crash what stood only in the transcript, under the same id', async () => {
    const shared = new MemoryHouse();
    const house = await open({}, { house: shared });
    const visitor = await ChatVisitor.enter(house.socketUrl);
    await visitor.say('before');
    house.context.setEmits('wait');
    visitor.send({ t: 'say', id: randomUUID(), text: 'in between' });
    while (house.context.offered.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    const { id } = house.context.offered[1]!.data;
    const { place } = visitor;
    // The process is gone before the log took it; the visitor comes to the next one and says nothing.
    await house.close();
    houses = [];
    const next = await open({}, { house: shared, state: house.context.state });
    const again = await ChatVisitor.enter(next.socketUrl, place);
    expect(again.welcome!.head).toBe(2);
    const end = performance.now() + 5_000;
    const find = () => messagesOf(next).find((message) => message.id === id);
    while (find() === undefined && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
    const told = find();
    expect(told?.plainText).toBe('in between');
    await again.close();
  });

  it('keeps tabs and devices of a visitor in step', async () => {
    const house = await open();
    const one = await ChatVisitor.enter(house.socketUrl);
    await one.say('from one');
    const two = await ChatVisitor.enter(house.socketUrl, { token: one.token });
    await two.say('from two');
    await house.reply(keyOf(house), 'to both');
    for (const tab of [one, two]) {
      await tab.until(() => tab.lines.length === 3, 'three lines');
      expect(tab.texts()).toEqual(['from one', 'from two', 'to both']);
    }
    two.send({ t: 'seen', read: 3 });
    await one.until(() => one.findAll('seen').length > 0, 'what the other tab read');
    expect(one.findAll('seen')).toEqual([{ t: 'seen', read: 3 }]);
    await one.close();
    await two.close();
  });

  it('keeps pages on two processes in step', async () => {
    const shared = new MemoryHouse();
    const left = await open({}, { house: shared });
    const right = await open({}, { house: shared, state: left.context.state });
    const one = await ChatVisitor.enter(left.socketUrl);
    await one.say('by the left');
    const two = await ChatVisitor.enter(right.socketUrl, { token: one.token });
    await two.say('by the right');
    await left.reply(keyOf(left), 'an answer');
    for (const page of [one, two]) {
      await page.until(() => page.lines.length === 3, 'three lines');
      expect(page.texts()).toEqual(['by the left', 'by the right', 'an answer']);
    }
    await one.close();
    await two.close();
  });

  it('gives the newest hundred lines of a long history, and older ones when asked', async () => {
    const house = await open({ limits: { messagesPerMinute: 1_000 } });
    const visitor = await ChatVisitor.enter(house.socketUrl);
    await visitor.say('line 1');
    for (let at = 2; at <= 150; at += 1) await house.reply(keyOf(house), `line ${at}`);
    const again = await ChatVisitor.enter(house.socketUrl, { token: visitor.token });
    await again.until(() => again.lines.length === 100, 'a hundred lines');
    expect(again.welcome).toMatchObject({ head: 150, since: 50 });
    expect(again.lines[0]).toMatchObject({ seq: 51, text: 'line 51' });
    again.send({ t: 'lines', since: 0, limit: 50 });
    await again.until(() => again.lines.length === 150, 'the older ones');
    expect(again.lines.slice(100).map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, at) => at + 1));
    await visitor.close();
    await again.close();
  });

  it('welcomes nobody while the database is away, and says so', async () => {
    const house = await open();
    const visitor = await ChatVisitor.enter(house.socketUrl);
    await visitor.say('hello');
    house.context.transcript = () => ({
      append: () => Promise.reject(new RetriableError('away', { code: 'database_unavailable' })),
      since: () => Promise.reject(new RetriableError('away', { code: 'database_unavailable' })),
      head: () => Promise.reject(new RetriableError('away', { code: 'database_unavailable' })),
      extent: () => Promise.reject(new RetriableError('away', { code: 'database_unavailable' })),
    });
    const again = await ChatVisitor.connect(house.socketUrl, new URL(house.url).origin);
    again.send({ t: 'hello', v: 1, token: visitor.token });
    await again.until(() => again.findAll('refused').length === 1, 'the refusal');
    expect(again.findAll('refused')[0]).toMatchObject({ code: 'try_again', retry: true });
    await expect(visitor.say('more')).rejects.toThrow('try_again');
    await again.close();
  });
});
