import { createHash, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PuppetService } from '../../support/services/puppet.js';
import { PersonalBench } from './personal-bench.js';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

describe('a personal account behind a real puppet service', () => {
  let service: PuppetService;
  let bench: PersonalBench;
  beforeAll(async () => {
    service = await PuppetService.start();
    await service.person({ id: 'ada', name: 'Ada', friend: true });
    await service.person({ id: 'bob', name: 'Bob' });
    await service.room({ id: 'printers@chatroom', topic: 'Printers', members: ['ada', 'bob'] });
  });
  afterAll(() => service.kill());
  beforeEach(async () => {
    bench = await PersonalBench.start(service);
    await bench.connected();
  });
  afterEach(() => bench.stop());

  it('brings a text with its sender, its raw payload and what an answer needs', async () => {
    await service.text({ from: 'ada', text: 'The printer is on fire', id: 'm-text' });
    const message = await bench.message();
    expect(message).toMatchObject({
      remoteMessageId: 'm-text',
      idempotencyKey: 'wechat:wx:m-text#',
      direction: 'inbound',
      plainText: 'The printer is on fire',
      sender: {
        role: 'customer',
        displayName: 'Ada',
        identities: [{ scheme: 'wechat_contact', value: 'ada', scope: 'wx', assurance: 'verified' }],
      },
      conversation: { key: 'wechat:wx:contact:ada', kind: 'direct', continues: true },
      channelContext: { counterpart: { kind: 'contact', id: 'ada' } },
      mayAutoReply: true,
    });
    const raw = JSON.parse((await bench.context.blobs.get(message.raw.ref)).toString()) as object;
    expect(raw).toMatchObject({ id: 'm-text', type: 7, talkerId: 'ada', text: 'The printer is on fire' });
  });

  it('brings pictures, voices and files with their bytes, and does not let them be overtaken', async () => {
    const large = randomBytes(300_000);
    const silk = Buffer.concat([Buffer.from('\x02#!SILK_V3'), randomBytes(50)]);
    const send = (type: number, name: string, content: Buffer) =>
      service.message({
        payload: { type, talkerId: 'ada', listenerId: 'desk', filename: name },
        file: { name, base64: content.toString('base64') },
      });
    await send(1, 'report.pdf', large);
    await send(6, 'photo.png', PNG);
    await send(2, 'voice.silk', silk);
    await service.text({ from: 'ada', text: 'that is all' });
    await bench.message(({ plainText }) => plainText === 'that is all');
    const parts = bench.messages.map((message) => message.parts[0]);
    expect(parts.slice(0, 3)).toMatchObject([
      { type: 'file', media: { state: 'stored', fileName: 'report.pdf', sizeBytes: 300_000, sha256: sha256(large) } },
      { type: 'image', media: { state: 'stored', detectedType: 'image/png', sha256: sha256(PNG) } },
      { type: 'audio', media: { state: 'stored', detectedType: 'audio/silk', sha256: sha256(silk) } },
    ]);
    expect(bench.messages.map(({ plainText }) => plainText)).toEqual(['[file] report.pdf', '[image]', '[audio]', 'that is all']);
  });

  it('says why bytes are not there: none given, or too many', async () => {
    await bench.stop();
    bench = await PersonalBench.start(service, { maxMediaBytes: 1_000 });
    await bench.connected();
    await service.message({ payload: { type: 6, talkerId: 'ada', listenerId: 'desk' } });
    const file = { name: 'big.bin', base64: randomBytes(50_000).toString('base64') };
    await service.message({ payload: { type: 1, talkerId: 'ada', listenerId: 'desk' }, file });
    await bench.until('both', () => bench.messages.length === 2);
    expect(bench.messages.map(({ parts }) => parts[0])).toMatchObject([
      { type: 'image', media: { state: 'failed' }, fallback: expect.stringContaining('no filebox cache') },
      { type: 'file', media: { state: 'rejected' }, fallback: expect.stringContaining('more than 1000 bytes') },
    ]);
  });

  it('asks for places, links and cards', async () => {
    for (const type of [8, 14, 9]) await service.message({ payload: { type, talkerId: 'ada', listenerId: 'desk', text: '' } });
    await bench.until('all', () => bench.messages.length === 3);
    expect(bench.messages.map(({ parts }) => parts[0])).toMatchObject([
      { type: 'location', coordinatesAvailable: true, latitude: 39.995121, longitude: 116.334154, datum: 'gcj02' },
      { type: 'link', url: 'https://mock.url' },
      { type: 'card', kind: 'mini_program' },
    ]);
  });

  it('keeps a kind of message that nobody knows', async () => {
    await service.message({ payload: { type: 99, talkerId: 'ada', listenerId: 'desk', text: 'something new' } });
    expect((await bench.message()).parts).toMatchObject([{ type: 'unsupported', nativeType: '99', fallback: 'something new' }]);
  });

  it('takes mentions in a room, and keeps the rest beside it', async () => {
    const room = 'printers@chatroom';
    await service.text({ from: 'bob', text: 'lunch?', room });
    await service.text({ from: 'bob', text: '@Service Desk\u2005the printer', room, mentions: ['desk'] });
    await service.text({ from: 'ada', text: '@Service Desk who knows', room });
    await bench.until('all three', () => bench.messages.length === 3);
    const [lunch, mention, byName] = ['lunch?', 'the printer', 'who knows'].map((words) =>
      bench.messages.find(({ plainText }) => plainText.includes(words)),
    );
    expect(lunch).toMatchObject({
      conversation: { key: 'wechat:wx:room:printers@chatroom:overheard', kind: 'group', title: 'Printers' },
      flags: { automated: { class: 'mailing-list' } },
    });
    expect(mention).toMatchObject({
      conversation: { key: 'wechat:wx:room:printers@chatroom', kind: 'group' },
      flags: {},
      channelContext: { counterpart: { kind: 'room', id: room }, askerId: 'bob', askerName: 'Bob' },
    });
    expect(byName).toMatchObject({ conversation: { key: 'wechat:wx:room:printers@chatroom' } });
  });

  it('tells what the owner writes on the phone as an echo', async () => {
    await service.phone({ to: 'ada', text: 'I am on my way' });
    expect(await bench.message()).toMatchObject({
      direction: 'echo',
      sender: { role: 'agent' },
      recipients: [{ kind: 'to', displayName: 'Ada', identity: { value: 'ada' } }],
      conversation: { key: 'wechat:wx:contact:ada' },
    });
  });

  it('takes a message back', async () => {
    await service.text({ from: 'ada', text: 'oops', id: '7001234' });
    await bench.message();
    await service.message({ payload: { type: 13, talkerId: 'ada', listenerId: 'desk', text: '7001234' } });
    await bench.until('the recall', () => bench.context.emitted.some(({ type }) => type === 'message.recalled.v1'));
    expect(bench.context.emitted.at(-1)?.data).toMatchObject({
      remoteMessageId: '7001234',
      idempotencyKey: 'wechat:wx:7001234#:x',
      conversationKey: 'wechat:wx:contact:ada',
    });
  });

  it('says of a message that was announced and is not given, that it was', async () => {
    await service.again('never-there');
    await bench.until('it is told', () => bench.context.emitted.some(({ type }) => type === 'message.parked.v1'));
    expect(bench.context.emitted.at(-1)?.data).toMatchObject({
      remoteMessageId: 'never-there',
      reason: expect.stringContaining('no payload'),
    });
  });

  it('keeps the order of 300 messages over several conversations, files among them', async () => {
    const people = ['ada', 'bob', 'cleo', 'dan'];
    const messages = Array.from({ length: 300 }, (_, index) => {
      const payload = { talkerId: people[index % people.length]!, listenerId: 'desk' };
      if (index % 25 !== 3) return { payload: { ...payload, type: 7, text: String(index) } };
      const file = { name: `${index}.bin`, base64: randomBytes(30_000).toString('base64') };
      return { payload: { ...payload, type: 1, filename: file.name }, file };
    });
    await service.burst(messages);
    await bench.until('all 300', () => bench.messages.length === 300, 30_000);
    for (const person of people) {
      const own = bench.messages.filter(({ sender }) => sender.identities[0]?.value === person);
      const numbers = own.map(({ plainText }) => Number(/\d+/.exec(plainText)?.[0]));
      expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
      expect(numbers).toHaveLength(75);
    }
  });
});
