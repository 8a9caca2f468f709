import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MessagePart } from '#contracts';
import { type ImageServer, makePng, startImageServer } from '../../../support/image-server.js';
import { type Api, openApi } from '../../../support/ticketing-api.js';
import { mail } from '../../../support/ticketing-desk.js';

const PNG = makePng(4, 4, [0, 0, 255]);
let server: ImageServer;
let api: Api;
let entryId: string;
let inline: string;
let remote: string;

beforeAll(async () => {
  server = await startImageServer((request, response) => response.end(request.url === '/a.svg' ? '<svg/>' : PNG));
  api = await openApi({ settings: { remoteImages: { privateHosts: [server.host] } } });
  const { body: upload } = await api.ask<{ ref: string }>('POST', '/api/v1/uploads', { raw: PNG });
  const html = `<img src="cid:logo" /><img data-remote-src="${server.url}/a.png" /><img data-remote-src="http://127.0.0.1/a" /><img data-remote-src="${server.url}/a.svg" />`;
  const bytes = await api.ask<{ ref: string }>('POST', '/api/v1/uploads', { raw: Buffer.from(html) });
  const parts = [
    { partId: '1', type: 'html', htmlRef: bytes.body.ref, fallback: 'x', remoteContents: 3 },
    { partId: '2', type: 'image', fallback: '[logo]', contentId: 'LOGO', media: { state: 'stored', blobRef: upload.ref } },
    { partId: '3', type: 'file', fallback: '[page]', contentId: 'page', media: { state: 'stored', blobRef: bytes.body.ref } },
  ] as MessagePart[];
  const message = mail({}, { parts });
  entryId = message.id;
  await api.desk.take(message);
  [inline, remote] = links((await document('?remote=proxy')).body) as [string, string];
});
afterAll(async () => {
  await api.close();
  await server.close();
});

const document = (query = '', key?: null) => api.ask<string>('GET', `/api/v1/entries/${entryId}/html${query}`, key === null ? { key } : {});
const links = (html: string) => [...html.matchAll(/ src="([^"]*)"/g)].map(([, link]) => link!.replaceAll('&amp;', '&'));
/** As a document without an origin asks: nobody's key. */
const get = (link: string) => api.ask('GET', link, { key: null });

describe('the HTML of an entry', () => {
  it('is for who may read it, and for frames of ours', async () => {
    expect((await document('', null)).status).toBe(401);
    const { status, headers, body } = await document();
    expect([status, headers.get('content-type'), headers.get('x-frame-options')]).toEqual([200, 'text/html; charset=utf-8', 'SAMEORIGIN']);
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; img-src 'self' data:.*; sandbox allow-popups allow-popups/,
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toMatch(/^<!doctype html>/);
    expect(links(body)).toHaveLength(1);
    expect((await api.ask('GET', `/api/v1/entries/${randomUUID()}/html`)).body).toMatchObject({ code: 'entry_unknown' });
    expect((await document('?remote=yes')).status).toBe(400);
  });
});

describe('its images', () => {
  it('are shown by their links alone, as images and nothing else', async () => {
    for (const link of [inline, remote]) {
      const { status, headers } = await get(link);
      expect([link, status, headers.get('content-type')]).toEqual([link, 200, 'image/png']);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    }
  });

  it.each([
    ['another address', (link: string) => link.replace('a.png', 'b.png')],
    ['another entry', (link: string) => link.replace(/entries\/[^/]+/, `entries/${randomUUID()}`)],
    ['a later end', (link: string) => link.replace(/expires=(\d+)/, (_all, end) => `expires=${Number(end) + 3_600}`)],
    ['no signature of ours', (link: string) => link.replace(/signature=[^&]+/, `signature=${Buffer.alloc(16).toString('base64url')}`)],
  ])('are not shown with %s', async (_what, change) => {
    server.asked.length = 0;
    expect((await get(change(remote))).body).toMatchObject({ status: 403, code: 'image_link_invalid' });
    expect(server.asked).toEqual([]);
  });

  it('are not shown with the link of another part, nor where a part is no image', async () => {
    expect((await get(inline.replace('/2?', '/3?'))).body).toMatchObject({ status: 403, code: 'image_link_invalid' });
    const parts = [{ partId: '1', type: 'html', html: '<img src="cid:page" />', fallback: '' }] as MessagePart[];
    const { body: page } = await api.ask<{ ref: string }>('POST', '/api/v1/uploads', { raw: '<script>alert(1)</script>' });
    parts.push({ partId: '2', type: 'image', fallback: '', contentId: 'page', media: { state: 'stored', blobRef: page.ref as never } });
    const message = mail({}, { parts });
    await api.desk.take(message);
    const { body } = await api.ask<string>('GET', `/api/v1/entries/${message.id}/html`);
    expect((await get(links(body)[0]!)).body).toMatchObject({ status: 404, code: 'image_missing' });
  });

  it('are not fetched from within the house, nor shown when they are documents', async () => {
    const [, , within, drawing] = links((await document('?remote=proxy')).body);
    expect((await get(within!)).body).toMatchObject({ status: 403, code: 'remote_image_refused' });
    expect((await get(drawing!)).body).toMatchObject({ status: 415, code: 'remote_image_unfit' });
  });

  it('are no longer shown after two hours', async () => {
    api.desk.clock.advance(2 * 3_600_000 + 1);
    for (const link of [inline, remote]) expect((await get(link)).body).toMatchObject({ status: 410, code: 'image_link_expired' });
  });
});
