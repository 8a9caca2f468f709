import { describe, expect, it } from '@jest/globals';
import { readPuppetMessage } from '../../converting/personal/puppet-message.js';
import { SelfEchoes } from './self-echoes.js';

const own = (payload: object) => readPuppetMessage({ id: 'e1', type: 7, talkerId: 'desk', listenerId: 'ada', text: 'hello', ...payload });

describe('a message of the account itself', () => {
  it('is the echo of what was sent to that conversation in these words, once', async () => {
    const echoes = new SelfEchoes();
    const expected = echoes.expect('ada', { kind: 'text', text: 'hello\n' });
    expect(echoes.match(own({ listenerId: 'bob' }))).toBe(false);
    expect(echoes.match(own({ text: 'hello!' }))).toBe(false);
    expect(echoes.match(own({}))).toBe(true);
    expect(await expected.seenWithin(1_000)).toBe('e1');
    expect(echoes.match(own({ id: 'e2' }))).toBe(false);
    // The service brings the first once more.
    expect(echoes.match(own({}))).toBe(true);
  });

  it('belongs to the oldest that fits: two equal texts are two messages', async () => {
    const echoes = new SelfEchoes();
    const [first, second] = [echoes.expect('ada', { kind: 'text', text: 'hello' }), echoes.expect('ada', { kind: 'text', text: 'hello' })];
    echoes.match(own({ id: 'e1' }));
    echoes.match(own({ id: 'e2' }));
    expect(await Promise.all([first.seenWithin(100), second.seenWithin(100)])).toEqual(['e1', 'e2']);
  });

  it('may show a mention’s blank and line ends otherwise, and a file without its name', () => {
    const echoes = new SelfEchoes();
    echoes.expect('r@chatroom', { kind: 'text', text: '@Ada\u2005one\ntwo' });
    expect(echoes.match(own({ roomId: 'r@chatroom', text: '@Ada one\r\ntwo' }))).toBe(true);
    echoes.expect('ada', { kind: 'file', name: 'a.pdf' });
    expect(echoes.match(own({ id: 'e2', type: 1, text: '', filename: 'b.pdf' }))).toBe(false);
    expect(echoes.match(own({ id: 'e3', type: 6, text: '' }))).toBe(true);
  });

  it('that comes too late is told to whoever waited', async () => {
    const echoes = new SelfEchoes();
    const expected = echoes.expect('ada', { kind: 'text', text: 'hello' });
    const late: string[] = [];
    expect(await expected.seenWithin(5)).toBeNull();
    expected.onLate = (id) => late.push(id);
    expect(echoes.match(own({}))).toBe(true);
    expect(late).toEqual(['e1']);
  });

  it('is known by the id that the service told, and is not waited for where nothing was sent', () => {
    const echoes = new SelfEchoes();
    echoes.expect('ada', { kind: 'text', text: 'one' }).isKnownAs('e1');
    expect(echoes.match(own({ text: 'otherwise written' }))).toBe(true);
    echoes.expect('ada', { kind: 'text', text: 'hello' }).forget();
    expect(echoes.match(own({ id: 'e2' }))).toBe(false);
  });

  it('is waited for by nobody once the inbox stops', async () => {
    const echoes = new SelfEchoes();
    const seen = echoes.expect('ada', { kind: 'text', text: 'hello' }).seenWithin(60_000);
    echoes.close();
    expect(await seen).toBeNull();
  });
});
