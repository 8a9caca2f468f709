import { stat } from 'node:fs/promises';
import { describe, it } from '@jest/globals';
import { createConformanceCases, type ConformanceHarness, type RemoteMessage } from '#connector-sdk/testing';
import { AmiServer } from '../../simulators/asterisk/ami-server.js';
import { CdrFile } from '../../simulators/asterisk/cdr-file.js';
import { postWebhook } from '../../simulators/call-senders/senders.js';
import { callOf, factory, makeFolder } from './phone-bench.js';

const NUMBERS: Record<string, string> = { ada: '13800138000', grace: '13900139000' };
const numberOf = (from: string) => NUMBERS[from] ?? '13700137000';

const ALWAYS = {
  'the connector itself puts the bytes together': ['receiving.raw'],
  'it holds no link, and what is posted comes again in an order of its own': ['receiving.broken_link', 'receiving.log_away_order'],
  'it takes calls at least once': ['receiving.at_most_once'],
  'a call is no such kind': [
    ...['in.image', 'in.file', 'in.video', 'in.location', 'in.link', 'in.card', 'in.choice', 'in.quote', 'in.sticker'],
    'receiving.groups',
  ],
  'it only receives': ['sending.*'],
};

const byFile: ConformanceHarness = {
  factory,
  notApplicable: {
    ...ALWAYS,
    'every line of the file is a call, and none is signed': ['receiving.unknown_kind', 'receiving.forged'],
  },
  unshown: {
    'a recording comes with a later revision of its call: recordings.test.ts': ['in.audio'],
    'a file has no notes, and is told nothing: the webhook shows both': ['in.form', 'receiving.deadline'],
  },
  readTextOf: (data) => String(callOf(data).legs[0]?.['userfield']),
  openRemote: async () => {
    const folder = await makeFolder();
    const ami = await AmiServer.start();
    const file = new CdrFile(folder.path('Master.csv'));
    const ends: { id: string; end: number }[] = [];
    let size = 0;
    const offer = async ({ id, from, text }: RemoteMessage) => {
      await file.write({ src: numberOf(from), dst: '400', linkedid: id, userfield: text });
      ({ size } = await stat(file.path));
      ends.push({ id, end: size });
    };
    const csv = { path: file.path, quietMs: 30, fromBeginning: true };
    return {
      settings: { csv },
      badSettings: { csv, ami: { host: '127.0.0.1', port: ami.port, user: 'desk', password: 'wrong' } },
      offer,
      offerKind: async (type, message) => {
        if (type === 'call') await offer(message);
        return type === 'call';
      },
      // It stays in the file until it is read.
      offerAgain: () => Promise.resolve(),
      acknowledged: async (context) => {
        const { offset } = (await context.state.get<{ offset: number }>('csv')) ?? { offset: 0 };
        return ends.filter(({ end }) => end <= offset).map(({ id }) => id);
      },
      close: async () => {
        await ami.stop();
        await folder.remove();
      },
    };
  },
};

const SECRET = `whsec_${Buffer.from('a secret of the webhook').toString('base64')}`;

const ANOTHER = `whsec_${Buffer.from('a secret of somebody else').toString('base64')}`;

function byWebhook(): ConformanceHarness {
  return {
    factory,
    notApplicable: { ...ALWAYS, 'a secret shows as wrong when a call is told': ['running.bad_credentials'] },
    unshown: { 'a recording comes with a later revision of its call: recordings.test.ts': ['in.audio'] },
    readTextOf: (data) => callOf(data).queue ?? '',
    openRemote: () => {
      const taken: string[] = [];
      let address = '';
      const post = async (id: string, body: object) => {
        void postWebhook(address, SECRET, body, { id })
          .then(({ status }) => status < 300 && taken.push(id))
          .catch(() => undefined);
        // The next is sent when this one is under way, not when it is answered.
        await new Promise((resolve) => setTimeout(resolve, 15));
      };
      const offer = ({ id, from, text }: RemoteMessage, more: object = {}) =>
        post(id, {
          ...more,
          type: 'call.ended',
          callId: id,
          caller: numberOf(from),
          callee: '400',
          startedAt: '2026-03-02T09:00:00Z',
          endedAt: '2026-03-02T09:01:00Z',
          outcome: 'answered',
          queue: text,
        });
      return Promise.resolve({
        settings: { webhook: { secret: SECRET } },
        offer: (message: RemoteMessage) => offer(message),
        offerAgain: (message: RemoteMessage) => offer(message),
        offerKind: async (type: string, message: RemoteMessage) => {
          const kinds: Record<string, object> = { call: {}, form: { notes: { agent: '801', problem: message.text } } };
          if (kinds[type] !== undefined) await offer(message, kinds[type]);
          return kinds[type] !== undefined;
        },
        reach: (url: string) => void (address = url),
        offerForged: async ({ id }: RemoteMessage) =>
          (await postWebhook(address, ANOTHER, { type: 'call.ended', callId: id }, { id })).status,
        offerUnknownKind: ({ id }: RemoteMessage) => post(id, { type: 'fax.received', pages: 3 }),
        acknowledged: () => Promise.resolve(taken),
        close: () => Promise.resolve(),
      });
    },
  };
}

describe.each([
  ['a file of call records', () => byFile],
  ['a signed webhook', byWebhook],
])('the phone connector by %s', (_way, makeHarness) => {
  for (const { name, run } of createConformanceCases(makeHarness())) it(name, run);
});
