import { afterEach, describe, expect, it } from '@jest/globals';
import { createHmac, randomUUID } from 'node:crypto';
import type { ChatServerFrame, ChatWelcome, ConversationKey } from '#contracts';
import { MemoryHouse } from '#connector-sdk/testing';
import { ChatVisitor } from '../../support/chat-visitor.js';
import { keyOf, messagesOf, openChat, type ChatHouse } from './chat-house.js';

const houses: ChatHouse[] = [];
const pages: ChatVisitor[] = [];
afterEach(async () => {
  for (const page of pages.splice(0)) page.cut();
  for (const house of houses.splice(0)) await house.close();
});
const open = async (...given: Parameters<typeof openChat>) => {
  const house = await openChat(...given);
  houses.push(house);
  return house;
};
const enter = async (house: ChatHouse, options: Parameters<typeof ChatVisitor.enter>[1] = {}) => {
  const page = await ChatVisitor.enter(house.socketUrl, options);
  pages.push(page);
  return page;
};

/** As the host does it: the rows of the conversation, then word to every process. */
function erase(house: ChatHouse, key: string, told: readonly ChatHouse[] = [house]): void {
  house.context.erase(key);
  const erased = { conversationKey: key as ConversationKey, erasedAt: house.context.clock.now().toISOString() };
  for (const { connector } of told) connector.forgetConversation(erased);
}

const FORM = { preChat: { fields: [{ name: 'name', label: 'Name', required: true }] } };

describe('a conversation that is erased while pages have it open', () => {
  it('is empty when they come back, in each process; what is said then is a message of its own', async () => {
    const shared = new MemoryHouse();
    const house = await open({}, { house: shared });
    const other = await open({}, { house: shared });
    const page = await enter(house);
    await page.say('My secret is 4711');
    await page.until(() => page.lines.length === 1, 'the line');
    const key = keyOf(house);
    const tab = await enter(other, page.place);
    const { place } = page;
    await house.context.state.set('other', 1);
    erase(house, key, [house, other]);
    expect([await page.untilClosed(), await tab.untilClosed()]).toEqual([4401, 4401]);
    expect(page.findAll('bye')).toMatchObject([{ code: 'conversation_erased' }]);

    const again = await enter(house, place);
    expect(again.welcome).toMatchObject({ head: 1, since: 1, read: 0, token: place.token });
    expect(again.welcome!.conversation).not.toBe(place.conversation);
    expect(await again.say('Something else')).toBe(2);
    await house.reply(key, 'Hello?');
    await again.until(() => again.lines.length === 2, 'only the new lines');
    expect(again.texts()).toEqual(['Something else', 'Hello?']);
    const ids = messagesOf(house).map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    const third = await enter(other, again.place);
    await third.until(() => third.welcome !== null, 'the welcome');
    expect(third.welcome!.conversation).toBe(again.welcome!.conversation);
    expect(JSON.stringify(house.context.state.entries())).not.toContain(key.split(':')[2]);
  });

  it('forgets what a form said of him, also in memory', async () => {
    const house = await open(FORM);
    const page = await enter(house);
    await page.say('', { form: { id: 'pre-chat', values: { name: 'Gustav' } } });
    expect(JSON.stringify(house.context.state.entries())).toContain('Gustav');
    const { place } = page;
    erase(house, keyOf(house));
    await page.untilClosed();
    expect(JSON.stringify(house.context.state.entries())).not.toContain('Gustav');
    const again = await enter(house, place);
    expect(again.welcome).toMatchObject({ needs: 'pre-chat' });
    await expect(again.say('hello')).rejects.toThrow('form_needed');
  });

  it('ends a long poll, which then goes on with the new lines', async () => {
    const house = await open();
    const headers = { 'content-type': 'application/json', origin: new URL(house.url).origin };
    const post = async (path: string, body: object, token = '') => {
      const answer = await fetch(`${house.url}${path}`, {
        method: 'POST',
        headers: { ...headers, authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      });
      return ((await answer.json()) as { frames: ChatServerFrame[] }).frames;
    };
    const poll = async (token: string, since: number, wait: number) => {
      const answer = await fetch(`${house.url}/lines?since=${since}&wait=${wait}`, { headers: { authorization: `Bearer ${token}` } });
      return (await answer.json()) as { conversation: string; frames: ChatServerFrame[] };
    };
    const [welcome] = (await post('/session', { t: 'hello', v: 1 })) as [ChatWelcome];
    for (const text of ['one', 'two', 'three']) await post('/frames', { t: 'say', id: randomUUID(), text }, welcome.token);
    const waiting = poll(welcome.token, 3, 10);
    await new Promise((resolve) => setTimeout(resolve, 100));
    erase(house, keyOf(house));
    const ended = await waiting;
    expect(ended.frames).toMatchObject([{ t: 'bye', code: 'conversation_erased' }]);
    expect(ended.conversation).not.toBe(welcome.conversation);
    await house.reply(keyOf(house), 'new');
    // From a place that is gone: no hole to wait for.
    expect(await poll(welcome.token, 1, 5)).toMatchObject({
      conversation: ended.conversation,
      frames: [{ t: 'lines', lines: [{ seq: 4, text: 'new' }] }],
    });
  });

  it('does not bring back what was kept and not told when it was erased', async () => {
    const house = await open();
    const page = await enter(house);
    await page.say('one');
    const key = keyOf(house);
    house.context.setEmits('refuse');
    await expect(page.say('two')).rejects.toThrow('try_again');
    erase(house, key);
    await page.untilClosed();
    house.context.setEmits('take');
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    expect(messagesOf(house).map(({ plainText }) => plainText)).toEqual(['one']);
  });

  it('of a known user is empty, and he is known again by the next proof', async () => {
    const secret = 'the secret of the site, of 32 characters';
    const identity = { secret, issuer: 'https://site.test', audience: 'tributary', identifierHash: true };
    const house = await open({ identity });
    const proof = { identifier: 'u-1', identifierHash: createHmac('sha256', secret).update('u-1').digest('hex'), name: 'Uma' };
    const page = await enter(house, { proof });
    await page.say('hello');
    const key = keyOf(house);
    erase(house, key);
    await page.untilClosed();
    expect(JSON.stringify(house.context.state.entries())).not.toContain('Uma');
    const again = await enter(house, { proof });
    expect(again.welcome).toMatchObject({ identified: true, name: 'Uma', head: 1, since: 1 });
    await again.say('me again');
    expect(messagesOf(house).at(-1)).toMatchObject({ conversation: { key }, sender: { displayName: 'Uma' } });
  });
});
