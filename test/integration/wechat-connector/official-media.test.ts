import { afterEach, describe, expect, it } from '@jest/globals';
import { openBench, type OfficialBench, waitUntil } from './official-bench.js';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const AMR = Buffer.concat([Buffer.from('#!AMR\n'), Buffer.alloc(200, 1)]);

describe('what followers send', () => {
  let bench: OfficialBench;
  afterEach(() => bench.close());
  const ready = () => bench.events('media.ready.v1');

  it('is told at once as pending, and follows with its bytes', async () => {
    bench = await openBench();
    await bench.platform.media('ada', 'voice', AMR, 'audio/amr', { Format: 'amr', Recognition: '我要退货' });
    await bench.platform.media('ada', 'image', PNG, 'image/jpeg');
    await bench.platform.media('ada', 'video', Buffer.from('00000018667479706d703432', 'hex'), 'video/mp4');
    const [voice, image] = bench.events('message.received.v1');
    expect(voice).toMatchObject({ newText: '[voice message]\n我要退货', parts: [{ media: { state: 'pending' } }, { text: '我要退货' }] });
    await waitUntil(() => ready().length === 3, 'three files');
    const ofImage = ready().find(({ remoteMessageId }) => remoteMessageId === image!.remoteMessageId)!;
    expect(ofImage.media).toMatchObject({ state: 'stored', detectedType: 'image/png', declaredType: 'image/jpeg', sizeBytes: PNG.length });
    expect(await bench.context.blobs.get(ofImage.media.blobRef!)).toEqual(PNG);
    expect(ofImage.idempotencyKey).toBe(`${image!.idempotencyKey}:m:1:stored`);
    expect(ready().map(({ media }) => media.state)).toEqual(['stored', 'stored', 'stored']);
  });

  it('is told as expired when the platform has thrown it away, and as rejected when it is too large', async () => {
    bench = await openBench({ settings: { maxMediaBytes: 1_024 } });
    await bench.platform.say('ada', 'image', { MediaId: 'long gone' });
    await bench.platform.media('ada', 'image', Buffer.alloc(2_000), 'image/png');
    await waitUntil(() => ready().length === 2, 'two words');
    expect(
      ready()
        .map(({ media }) => media.state)
        .sort(),
    ).toEqual(['expired', 'rejected']);
    expect(ready().find(({ media }) => media.state === 'rejected')?.media.sizeBytes).toBe(2_000);
  });

  it('is fetched after a restart when it could not be before', async () => {
    bench = await openBench({ settings: { appSecret: 'wrong' } });
    await bench.platform.media('ada', 'image', PNG, 'image/png');
    await waitUntil(() => bench.context.reports.some(({ state }) => state === 'bad_credentials'), 'the wrong secret');
    expect(ready()).toEqual([]);
    const { context, connector, platform } = bench;
    context.abort();
    await connector.stop();
    const next = await openBench({ beside: platform, state: context.state, house: context.house });
    await waitUntil(() => next.events('media.ready.v1').length === 1, 'the file', 30_000);
    await next.close();
  }, 60_000);
});
