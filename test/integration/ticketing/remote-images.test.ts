import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ManualClock, Settings } from '#runtime';
import { fetchImage, type FetchRules } from '../../../apps/ticketing/src/showing/remote-images/fetch-image.js';
import { RemoteImages } from '../../../apps/ticketing/src/showing/remote-images/remote-images.js';
import { type ImageServer, makePng, startImageServer } from '../../support/image-server.js';

const PNG = makePng(4, 4, [255, 0, 0]);
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
let server: ImageServer;
let inner: ImageServer;
let rules: FetchRules;
let atOnce = 0;
let mostAtOnce = 0;

beforeAll(async () => {
  inner = await startImageServer((_request, response) => response.end(PNG));
  server = await startImageServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://x');
    const to = searchParams.get('to');
    if (to !== null) return response.writeHead(302, { location: to, 'set-cookie': 'id=1' }).end();
    const answers: Record<string, () => unknown> = {
      '/a.png': () => response.writeHead(200, { 'content-type': 'image/png', 'set-cookie': 'id=1' }).end(PNG),
      '/untold.png': () => response.writeHead(200, { 'content-type': 'text/html' }).end(PNG),
      '/a.svg': () => response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(SVG),
      '/page.png': () => response.writeHead(200, { 'content-type': 'image/png' }).end('<html><script>alert(1)</script></html>'),
      '/empty.png': () => response.writeHead(200, { 'content-type': 'image/png' }).end(),
      '/packed.png': () => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(PNG)),
      '/told-large.png': () => response.writeHead(200, { 'content-length': 50_000 }).write(PNG),
      '/large.png': () => response.writeHead(200).end(Buffer.concat([PNG, Buffer.alloc(50_000)])),
      '/circle': () => response.writeHead(302, { location: 'circle' }).end(),
      '/counted.png': async () => {
        mostAtOnce = Math.max(mostAtOnce, ++atOnce);
        await setTimeout(20);
        atOnce -= 1;
        response.end(PNG);
      },
      '/slow.png': () => response.writeHead(200).write(PNG),
    };
    return (answers[pathname] ?? (() => response.writeHead(404).end(PNG)))();
  });
  rules = { privateHosts: new Set([server.host]), maxBytes: 10_000, timeoutMs: 20_000 };
});
beforeEach(() => {
  server.asked.length = 0;
  inner.asked.length = 0;
});
afterAll(() => Promise.all([server.close(), inner.close()]));

const codeOf = (url: string, more: Partial<FetchRules> = {}) =>
  fetchImage(url, { ...rules, ...more }).then(
    ({ type }) => type,
    (error: { code?: string }) => error.code,
  );

describe('an image from elsewhere', () => {
  it('is fetched without a word about who looks at it', async () => {
    expect(await fetchImage(`${server.url}/a.png`, rules)).toEqual({ type: 'image/png', bytes: PNG });
    expect(await codeOf(`${server.url}/x?to=${encodeURIComponent('/a.png')}`)).toBe('image/png');
    for (const { headers } of server.asked) {
      expect(Object.keys(headers).sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent']);
      expect(headers['user-agent']).toBe('Tributary');
    }
  });

  it.each([
    ['/untold.png', 'image/png'],
    ['/a.svg', 'remote_image_unfit'],
    ['/page.png', 'remote_image_unfit'],
    ['/empty.png', 'remote_image_unfit'],
    ['/packed.png', 'remote_image_unfit'],
    ['/told-large.png', 'remote_image_unfit'],
    ['/large.png', 'remote_image_unfit'],
    ['/gone.png', 'remote_image_unavailable'],
    [`/x?to=${encodeURIComponent('ftp://127.0.0.1/a.png')}`, 'remote_image_refused'],
    [`/x?to=${encodeURIComponent('http://[::1/')}`, 'remote_image_refused'],
  ])('%s: %s', async (path, outcome) => {
    expect(await codeOf(server.url + path)).toBe(outcome);
  });

  it('is not waited for without end', async () => {
    expect(await codeOf(`${server.url}/slow.png`, { timeoutMs: 300 })).toBe('remote_image_unavailable');
  });

  it('is not sought in circles', async () => {
    expect(await codeOf(`${server.url}/circle`)).toBe('remote_image_refused');
    expect(server.asked).toHaveLength(5);
  });
});

describe('what is not on the internet', () => {
  it.each([
    ...['http://127.0.0.1/a.png', 'http://localhost/a.png', 'http://[::1]/', 'http://[::ffff:127.0.0.1]/'],
    ...['http://0x7f.1/', 'http://2130706433/', 'http://0/', 'http://127.1/', 'http://169.254.169.254/latest/meta-data/'],
    ...['http://10.0.0.1/', 'https://192.168.1.1/', 'http://[fd00:ec2::254]/', 'http://[fe80::1]/', 'http://[64:ff9b::7f00:1]/'],
    ...[
      'ftp://example.com/a.png',
      'file:///etc/passwd',
      'http://user:pass@example.com/',
      'http://example.com:22/',
      'https://example.com:80/',
    ],
  ])('%s is not asked', async (url) => {
    expect(await codeOf(url)).toBe('remote_image_refused');
  });

  it('is not asked by a name that leads there', async () => {
    const resolve = () =>
      Promise.resolve([
        { address: '127.0.0.1', family: 4 },
        { address: 'fd00::1', family: 6 },
      ]);
    expect(await codeOf('http://images.example/a.png', { resolve })).toBe('remote_image_refused');
  });

  it('is not reached through a redirect', async () => {
    for (const target of [inner.url, `http://127.0.0.1/`, 'http://localhost/'])
      expect(await codeOf(`${server.url}/x?to=${encodeURIComponent(target)}`)).toBe('remote_image_refused');
    expect(inner.asked).toEqual([]);
  });

  it('is not reached by a name that says something else the second time', async () => {
    const port = server.host.split(':')[1]!;
    let times = 0;
    // Trusted by name, so that the first answer may be loopback; a second look-up would lead to where nobody listens.
    const resolve = () => Promise.resolve([{ address: times++ === 0 ? '127.0.0.1' : '127.255.0.9', family: 4 }]);
    const privateHosts = new Set([`images.test:${port}`]);
    expect(await codeOf(`http://images.test:${port}/a.png`, { resolve, privateHosts })).toBe('image/png');
    expect(times).toBe(1);
    expect(server.asked[0]!.headers.host).toBe(`images.test:${port}`);
  });
});

describe('the desk', () => {
  it('fetches an image once for all who look at it, and few at a time', async () => {
    const images = new RemoteImages(Settings.parse({ remoteImages: { privateHosts: [server.host] } }), new ManualClock());
    await Promise.all(Array.from({ length: 30 }, () => images.get(`${server.url}/a.png`)));
    await images.get(`${server.url}/a.png`);
    expect(server.asked).toHaveLength(1);
    const many = await Promise.all(Array.from({ length: 40 }, (_, at) => images.get(`${server.url}/counted.png?${at}`)));
    expect(many).toHaveLength(40);
    expect(mostAtOnce).toBe(8);
    await expect(images.get(`${server.url}/gone.png`)).rejects.toMatchObject({ code: 'remote_image_unavailable' });
    expect((await images.get(`${server.url}/a.png?41`)).type).toBe('image/png');
  });
});
