import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { ConversationStateChanged, InboxId } from '#contracts';
import { ChatVisitor } from '../../support/chat-visitor.js';
import { keyOf, messagesOf, openChat, type ChatHouse } from './chat-house.js';

let house: ChatHouse;
const pages: ChatVisitor[] = [];
afterEach(async () => {
  for (const page of pages.splice(0)) page.cut();
  await house.close();
});
const open = async (settings?: Record<string, unknown>) => (house = await openChat(settings));
const enter = async (options: Parameters<typeof ChatVisitor.enter>[1] = {}) => {
  const page = await ChatVisitor.enter(house.socketUrl, options);
  pages.push(page);
  return page;
};
const events = () => house.context.emitted.flatMap(({ type, data }) => (type === 'contact.event.v1' && 'name' in data ? [data] : []));

describe('forms of a chat', () => {
  const preChat = {
    fields: [
      { name: 'name', label: 'Name', required: true },
      { name: 'email', label: 'Mail', kind: 'email', required: true },
      { name: 'product', label: 'Product', kind: 'choice', choices: ['Blue', 'Red'] },
      { name: 'consent', label: 'I agree', kind: 'consent', required: true },
    ],
  };
  const values = { name: 'Ada', email: 'ada@example.com', product: 'Red', consent: true };

  it('come before the first line, in full, and say who he is from then on', async () => {
    await open({ preChat });
    const page = await enter();
    expect(page.welcome!.needs).toBe('pre-chat');
    await expect(page.say('hello')).rejects.toThrow('form_needed');
    for (const wrong of [
      { ...values, email: 'no mail' },
      { ...values, product: 'Green' },
      { ...values, consent: false },
      { name: 'Ada' },
      {},
    ])
      await expect(page.say('', { form: { id: 'pre-chat', values: wrong } })).rejects.toThrow('form_wrong');
    expect(messagesOf(house)).toEqual([]);
    await page.say('hello', { form: { id: 'pre-chat', values: { ...values, unasked: 'x' } } });
    const [first] = messagesOf(house);
    expect(first!.parts).toMatchObject([
      {
        type: 'form',
        formId: 'pre-chat',
        fields: [
          { name: 'name', label: 'Name', value: 'Ada' },
          { name: 'email', label: 'Mail', value: 'ada@example.com' },
          { name: 'product', label: 'Product', value: 'Red' },
          { name: 'consent', label: 'I agree', value: true },
        ],
      },
      { type: 'text', text: 'hello' },
    ]);
    await page.say('and more');
    expect(messagesOf(house)[1]!.sender).toMatchObject({
      displayName: 'Ada',
      identities: [{ scheme: 'web_visitor' }, { scheme: 'email', value: 'ada@example.com', assurance: 'claimed' }],
    });
    expect((await enter({ token: page.token })).welcome!.needs).toBeUndefined();
  });

  it('are asked for while nobody is there, and become a message that may be acknowledged', async () => {
    await open({ closed: true });
    const page = await enter();
    expect(page.welcome).toMatchObject({ open: false, needs: 'offline' });
    await expect(page.say('hello?')).rejects.toThrow('form_needed');
    await page.say('', { form: { id: 'offline', values: { name: 'Bo', email: 'bo@example.com', message: 'Call me back' } } });
    const [message] = messagesOf(house);
    expect(message).toMatchObject({ mayAutoReply: true, extras: { webchat: { closed: true } } });
    expect(message!.parts.map(({ type }) => type)).toEqual(['form', 'text']);
    expect(message!.parts[1]).toMatchObject({ text: 'Call me back' });
    await page.say('one thing more');
    expect(messagesOf(house)).toHaveLength(2);
  });

  it('that the inbox does not have are refused', async () => {
    await open();
    const page = await enter();
    await expect(page.say('', { form: { id: 'pre-chat', values } })).rejects.toThrow('form_unknown');
  });
});

describe('what a visitor does besides writing', () => {
  it('reaches the log as events of his conversation, once', async () => {
    await open();
    const page = await enter();
    await page.say('hello');
    const [rate, mail, end] = [randomUUID(), randomUUID(), randomUUID()];
    for (let times = 0; times < 2; times += 1) {
      page.send({ t: 'rate', id: rate, score: 5, comment: 'Quick!' });
      page.send({ t: 'mail', id: mail, to: 'ada@example.com' });
      page.send({ t: 'end', id: end });
    }
    await page.until(() => page.findAll('said').length === 7, 'all answers');
    const unique = [...new Map(events().map((event) => [event.id, event])).values()];
    expect(unique).toMatchObject([
      { name: 'chat.rated', conversationKey: keyOf(house), data: { score: 5, comment: 'Quick!' } },
      { name: 'chat.transcript_requested', data: { email: 'ada@example.com' } },
      { name: 'chat.ended', data: {} },
    ]);
    for (const bad of [
      { t: 'rate', id: randomUUID(), score: 6 },
      { t: 'mail', id: randomUUID(), to: 'nobody' },
    ])
      page.send(bad);
    await page.until(() => page.findAll('refused').length === 2, 'the refusals');
  });

  it('typing is told to agents every 3 s at most, and when it stops', async () => {
    await open();
    const page = await enter();
    for (let times = 0; times < 5; times += 1) page.send({ t: 'typing', on: true });
    page.send({ t: 'typing', on: false });
    page.send({ t: 'ping' });
    await page.until(() => page.findAll('pong').length === 1, 'the pong');
    expect(house.context.typing.map(({ on }) => on)).toEqual([true, false]);
  });
});

describe('what a visitor sees of the desk', () => {
  const change = (state: ConversationStateChanged['state'], more: Partial<ConversationStateChanged> = {}): ConversationStateChanged => ({
    inboxId: 'shop' as InboxId,
    conversationKey: keyOf(house) as never,
    state,
    ...more,
  });

  it('is how his conversation stands, in order with the answers, also when he comes back', async () => {
    await open();
    const page = await enter();
    await page.say('hello');
    const show = (given: ConversationStateChanged, id: string = randomUUID()) => house.connector.showState(given, { id });
    await show(change('queued', { position: 3, estimateMs: 120_000 }), 'same');
    await show(change('queued', { position: 3, estimateMs: 120_000 }), 'same');
    await show(change('joined', { agentName: 'Grace' }));
    await house.reply(keyOf(house), 'Hi!');
    await show(change('ended'));
    await show(change('rating_asked'));
    const again = await enter({ token: page.token });
    for (const each of [page, again]) {
      await each.until(() => each.lines.length === 6, 'all lines');
      expect(each.lines.slice(1).map(({ state, text }) => state?.is ?? text)).toEqual(['queued', 'joined', 'Hi!', 'ended', 'rating_asked']);
    }
    expect(page.lines[1]!.state).toEqual({ is: 'queued', position: 3, estimateMs: 120_000 });
  });

  it('is that an agent types, on every page of his and no other', async () => {
    await open();
    const [page, stranger] = [await enter(), await enter()];
    await page.say('hello');
    house.connector.showTyping({
      inboxId: 'shop' as InboxId,
      conversationKey: keyOf(house) as never,
      by: 'agent',
      on: true,
      name: 'Grace',
    });
    await page.until(() => page.findAll('typing').length === 1, 'the typing');
    expect(page.findAll('typing')).toEqual([{ t: 'typing', on: true, name: 'Grace' }]);
    expect(stranger.findAll('typing')).toEqual([]);
  });

  it('is never more than was said to him: nothing of who he is, no other’s line', async () => {
    await open();
    const page = await enter();
    await page.say('secret');
    await page.until(() => page.lines.length === 1, 'the line');
    expect(Object.keys(page.lines[0]!).sort()).toEqual(['at', 'from', 'id', 'seq', 'text']);
  });
});

describe('what agents learn of their answers', () => {
  const told = () => house.context.deliveries.map(({ commandId, status }) => [commandId, status]);

  it('is that they came, and were read, each once and in order, across pages and reloads', async () => {
    await open();
    const page = await enter();
    await page.say('hello');
    const [one, two] = [await house.reply(keyOf(house), 'one'), await house.reply(keyOf(house), 'two')];
    page.send({ t: 'seen', delivered: 3 });
    page.send({ t: 'seen', delivered: 3 });
    page.send({ t: 'seen', delivered: 3, read: 2 });
    // Nobody has read what is not there.
    page.send({ t: 'seen', delivered: 999, read: 999 });
    await page.until(() => told().length === 4 || page.findAll('refused').length > 0, 'four receipts', 2_000).catch(() => undefined);
    while (told().length < 4) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(told()).toEqual([
      [one.commandId, 'delivered'],
      [two.commandId, 'delivered'],
      [one.commandId, 'read'],
      [two.commandId, 'read'],
    ]);
    const again = await enter({ token: page.token });
    expect(again.welcome!.read).toBe(3);
    again.send({ t: 'seen', delivered: 3, read: 3 });
    again.send({ t: 'ping' });
    await again.until(() => again.findAll('pong').length === 1, 'the pong');
    expect(told()).toHaveLength(4);
  });

  it('is why an answer cannot be shown', async () => {
    await open({ limits: { textMax: 100 } });
    const page = await enter();
    await page.say('hello');
    await expect(house.reply(keyOf(house), 'x'.repeat(101))).rejects.toThrow('failed: text_too_long');
    await expect(house.reply('webchat:other:vAAAA', 'hi')).rejects.toThrow('failed: no_conversation');
    const location = { partId: '1', type: 'location', fallback: 'Here', datum: 'wgs84', coordinatesAvailable: false } as const;
    await expect(house.reply(keyOf(house), '', { parts: [location], adapt: 'strict' })).rejects.toThrow('failed: part_unsupported');
    await house.reply(keyOf(house), '', { parts: [location] });
    await page.until(() => page.texts().includes('Here'), 'its fallback');
  });
});
