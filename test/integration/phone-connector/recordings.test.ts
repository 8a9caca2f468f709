import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { postWebhook } from '../../simulators/call-senders/senders.js';
import { callOf, makeFolder, startPhone, waitFor, type PhoneBench } from './phone-bench.js';

const SECRET = `whsec_${Buffer.from('a secret of the webhook').toString('base64')}`;
/** 100 ms of silence as a telephone records it. */
const WAV = Buffer.concat([
  Buffer.from('RIFF'),
  Buffer.from([0x44, 3, 0, 0]),
  Buffer.from('WAVEfmt '),
  Buffer.from([16, 0, 0, 0, 1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x40, 0x1f, 0, 0, 1, 0, 8, 0]),
  Buffer.from('data'),
  Buffer.from([0x20, 3, 0, 0]),
  Buffer.alloc(800, 0x80),
]);

let folder: Awaited<ReturnType<typeof makeFolder>>;
let bench: PhoneBench;
let server: Server;
let base: string;
let requests: { path: string; authorization: string | undefined }[];

beforeEach(async () => {
  folder = await makeFolder();
  await mkdir(folder.path('monitor'));
  requests = [];
  let late = 2;
  server = createServer((request, response) => {
    requests.push({ path: request.url!, authorization: request.headers.authorization });
    if (request.url === '/rec/late.wav' && --late > 0) return void response.writeHead(404).end();
    if (request.url === '/rec/gone.wav') return void response.writeHead(410).end();
    if (request.url === '/rec/away.wav') return void response.writeHead(302, { location: 'http://169.254.169.254/secret' }).end();
    if (request.url === '/rec/page.wav') return void response.end('<html><script>alert(1)</script></html>');
    if (request.url === '/rec/endless.wav') return void response.end(Buffer.alloc(3_000_000, 1));
    response.end(WAV);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await bench.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await folder.remove();
});

const record = async (name: string, from: string, more: object = {}) => {
  bench = await startPhone({
    webhook: { secret: SECRET },
    recordings: { folder: folder.path('monitor'), from: [{ url: `${base}/rec`, user: 'desk', password: 'pass' }], maxBytes: 2_000_000 },
  });
  const call = {
    callId: name,
    caller: '13800138000',
    callee: '400',
    startedAt: '2026-03-02T09:00:00Z',
    endedAt: '2026-03-02T09:01:00Z',
    outcome: 'answered',
  };
  expect((await postWebhook(bench.door.url, SECRET, { type: 'call.ended', ...call, recordings: [from], ...more })).status).toBe(202);
  const last = await waitFor(
    'the end of the recording',
    () => bench.messages().find((message) => callOf(message).recordings.some(({ state }) => state !== 'pending')),
    20_000,
  );
  return { last, media: callOf(last).recordings[0]! };
};

describe('recordings', () => {
  it('are fetched with the password of their address, known by their bytes, kept sealed and for five years', async () => {
    const { last, media } = await record('r1', `${base}/rec/../rec/one.mp3?sign=secret`);
    expect(media).toMatchObject({ state: 'stored', detectedType: 'audio/wav', sizeBytes: WAV.length, fileName: 'one.wav' });
    expect(JSON.stringify(last)).not.toContain('sign=secret');
    expect(await bench.context.blobs.get(media.blobRef!)).toEqual(WAV);
    expect(requests).toEqual([{ path: '/rec/one.mp3?sign=secret', authorization: `Basic ${Buffer.from('desk:pass').toString('base64')}` }]);
    const first = bench.messages()[0]!;
    expect(callOf(first).recordings).toMatchObject([{ state: 'pending' }]);
    expect(last.parts).toContainEqual(expect.objectContaining({ type: 'audio', partId: 'recording-1' }));
    const [told] = (last.extras!['phone'] as { recordings: { retentionUntil: string }[] }).recordings;
    expect(Date.parse(told!.retentionUntil)).toBeGreaterThan(Date.parse('2031-03-02T09:00:00Z'));
    expect(bench.context.blobs.sealed.has(media.blobRef!)).toBe(true);
  });

  it('that are not there yet are asked for again', async () => {
    expect((await record('r2', `${base}/rec/late.wav`)).media).toMatchObject({ state: 'stored' });
    expect(requests).toHaveLength(2);
  }, 30_000);

  it.each([
    ['gone.wav', 'expired', '410'],
    ['away.wav', 'rejected', 'leads to'],
    ['endless.wav', 'rejected', 'larger than'],
  ])('that are %s end as %s, and the entry says why', async (name, state, reason) => {
    const { last, media } = await record(`r-${name}`, `${base}/rec/${name}`);
    expect(media.state).toBe(state);
    expect(last.extras!['phone']).toMatchObject({ recordings: [{ state, reason: expect.stringContaining(reason) }] });
  });

  it('that are none are kept, but as bytes that no player opens', async () => {
    expect((await record('r3', `${base}/rec/page.wav`)).media).toMatchObject({
      state: 'stored',
      detectedType: 'application/octet-stream',
      fileName: 'page.bin',
    });
  });

  it.each([
    ['an address nobody named', 'http://127.0.0.1:9/x.wav'],
    ['an address beside the one that was named', () => `${base}/other/x.wav`],
    ['a path outside of the folder', '../outside.wav'],
    ['an absolute path elsewhere', '/etc/passwd'],
    ['a link that leads out', 'link.wav'],
  ])('are not taken from %s', async (_what, from) => {
    await writeFile(folder.path('outside.wav'), WAV);
    await symlink(folder.path('outside.wav'), `${folder.path('monitor')}/link.wav`);
    const { media } = await record('r4', typeof from === 'string' ? from : from());
    expect(media.state).toBe('rejected');
    expect(requests).toEqual([]);
  });

  it('are taken from below the folder, voice messages too', async () => {
    await mkdir(`${folder.path('monitor')}/2026`);
    await writeFile(`${folder.path('monitor')}/2026/vm.wav`, WAV);
    const { last } = await record('r5', '2026/vm.wav', { recordings: undefined, voicemail: '2026/vm.wav', outcome: 'voicemail' });
    expect(callOf(last).recordings).toMatchObject([{ state: 'stored' }]);
    expect(last).toMatchObject({
      threading: { subject: 'Voice message from 13800138000' },
      extras: { phone: { voicemail: true, missed: false } },
    });
    expect(last.parts).toContainEqual(expect.objectContaining({ type: 'system', code: 'call.voicemail' }));
  });
});
