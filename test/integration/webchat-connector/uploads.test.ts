import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ChatVisitor } from '../../support/chat-visitor.js';
import { makePng } from '../../support/image-server.js';
import { keyOf, messagesOf, openChat, type ChatHouse } from './chat-house.js';

const PNG = makePng(20, 10, [0, 128, 0]);
const SVG = Buffer.from('<?xml version="1.0"?>\n<!-- hi --><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
const ELF = Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]), Buffer.alloc(60)]);

describe('files of visitors', () => {
  let house: ChatHouse;
  let page: ChatVisitor;
  const start = async (settings: Record<string, unknown> = {}) => {
    house = await openChat(settings);
    page = await ChatVisitor.enter(house.socketUrl);
  };
  beforeEach(() => start());
  afterEach(async () => {
    page.cut();
    await house.close();
  });

  const ask = (path: string, init: RequestInit & { headers?: Record<string, string> }) =>
    fetch(`${house.url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${page.token}`, origin: new URL(house.url).origin, ...init.headers },
    });
  const begin = async (given: { name?: string; type?: string; bytes: number }) => {
    const answer = await ask('/uploads', { method: 'POST', body: JSON.stringify(given) });
    return { status: answer.status, id: ((await answer.json()) as { id: string }).id };
  };
  const patch = (id: string, offset: number, body: Buffer) =>
    ask(`/uploads/${id}`, { method: 'PATCH', body: new Uint8Array(body), headers: { 'upload-offset': String(offset) } });
  const upload = async (bytes: Buffer, given: { name?: string; type?: string } = {}) => {
    const { id } = await begin({ ...given, bytes: bytes.length });
    const answer = await patch(id, 0, bytes);
    return { id, status: answer.status, json: (await answer.json()) as { file?: { name: string; type: string }; code?: string } };
  };
  const sayWith = async (id: string) => {
    await page.say('look', { files: [id] });
    return messagesOf(house).at(-1)!;
  };

  it('come to the log with what they are, and are served back as downloads', async () => {
    const { id } = await upload(PNG, { name: 'photo.png', type: 'image/png' });
    const { parts } = await sayWith(id);
    expect(parts[1]).toMatchObject({
      type: 'image',
      media: { state: 'stored', fileName: 'photo.png', declaredType: 'image/png', detectedType: 'image/png', sizeBytes: PNG.length },
    });
    await page.until(() => page.lines.length === 1, 'the line');
    const [file] = page.lines[0]!.files!;
    const served = await fetch(`${house.url}/${file!.path}`);
    expect(served.status).toBe(200);
    expect(Buffer.from(await served.arrayBuffer()).equals(PNG)).toBe(true);
    expect(served.headers.get('content-disposition')).toContain('attachment; filename="photo.png"');
    expect(served.headers.get('x-content-type-options')).toBe('nosniff');
    expect(served.headers.get('content-security-policy')).toContain('sandbox');
  });

  it('go on where they were cut off, in pieces of any size', async () => {
    const bytes = Buffer.alloc(3_000_000, 'large. ');
    const { id } = await begin({ name: 'log.txt', type: 'text/plain', bytes: bytes.length });
    expect((await patch(id, 0, bytes.subarray(0, 1_000_000))).headers.get('upload-offset')).toBe('1000000');
    await cutAfter(house, page, id, 1_000_000, bytes.subarray(1_000_000, 1_700_000), bytes.length - 1_000_000);
    const head = await ask(`/uploads/${id}`, { method: 'HEAD' });
    const offset = Number(head.headers.get('upload-offset'));
    expect(offset).toBeGreaterThan(1_000_000);
    expect(offset).toBeLessThanOrEqual(1_700_000);
    expect(head.headers.get('upload-length')).toBe('3000000');
    expect((await patch(id, 500, bytes.subarray(500))).status).toBe(409);
    expect((await patch(id, offset, bytes.subarray(offset))).status).toBe(200);
    const { parts } = await sayWith(id);
    const media = (parts[1] as { media: { blobRef: string; sizeBytes: number; detectedType: string } }).media;
    expect(media).toMatchObject({ sizeBytes: 3_000_000, detectedType: 'text/plain' });
    expect((await house.context.blobs.get(media.blobRef as never)).equals(bytes)).toBe(true);
  });

  it('are not taken before they are whole, nor twice as many as allowed', async () => {
    const { id } = await begin({ name: 'a.txt', bytes: 10 });
    await patch(id, 0, Buffer.from('half'));
    await expect(page.say('now', { files: [id] })).rejects.toThrow('upload_unfinished');
    const whole = await upload(PNG);
    await expect(page.say('many', { files: Array<string>(11).fill(whole.id) })).rejects.toThrow('too_many_files');
  });

  it.each([
    ['../../etc/passwd', 'passwd.png'],
    ['C:\\fakepath\\photo.png', 'photo.png'],
    ['in\u0000voice\r\n\u202egnp.exe', 'invoicegnp.exe.png'],
    ['.htaccess', 'htaccess.png'],
    ['', 'file.png'],
    ['con.png', 'file-con.png'],
    [`${'长'.repeat(300)}.png`, `${'长'.repeat(116)}.png`],
  ])('named %j are kept as %j', async (name, kept) => {
    const { json } = await upload(PNG, { name, type: 'image/png' });
    expect(json.file!.name).toBe(kept);
  });

  it.each([
    ['a PDF that claims to be a picture', PDF, 'photo.png', 'image/png', 'photo.png.pdf', 'application/pdf'],
    ['an SVG with a script', SVG, 'logo.svg', 'image/svg+xml', 'logo.svg', 'image/svg+xml'],
    [
      'HTML that claims to be text',
      Buffer.from('<!doctype html><script>alert(1)</script>'),
      'notes.txt',
      'text/plain',
      'notes.txt.html',
      'text/html',
    ],
    [
      'a script behind a BOM and blanks',
      Buffer.from('\ufeff  \n<SCRIPT>alert(1)</SCRIPT>'),
      'a.md',
      'text/markdown',
      'a.md.html',
      'text/html',
    ],
  ])('%s are kept, never shown as a page', async (_name, bytes, name, type, kept, detected) => {
    const { id, json } = await upload(bytes, { name, type });
    expect(json.file).toMatchObject({ name: kept, type: detected });
    const message = await sayWith(id);
    expect(message.parts[1]).toMatchObject({ type: 'file', media: { detectedType: detected, declaredType: type } });
    expect(message.flags.doubts ?? []).toEqual(detected === type ? [] : ['file_is_not_what_it_claims']);
    await page.until(() => page.lines.length === 1, 'the line');
    const served = await fetch(`${house.url}/${page.lines[0]!.files![0]!.path}`);
    expect(served.headers.get('content-type')).not.toMatch(/html|svg|xml/);
    expect(served.headers.get('content-disposition')).toMatch(/^attachment/);
    await served.arrayBuffer();
  });

  it('are refused where they are programs, too large, or more bytes than was said', async () => {
    const program = await upload(ELF, { name: 'photo.png', type: 'image/png' });
    expect([program.status, program.json.code]).toEqual([415, 'type_not_allowed']);
    await expect(page.say('run me', { files: [program.id] })).rejects.toThrow('upload_unfinished');
    expect((await begin({ bytes: 50 * 1024 * 1024 + 1 })).status).toBe(413);
    const { id } = await begin({ bytes: 4 });
    expect((await patch(id, 0, Buffer.from('more than four'))).status).toBe(413);
    expect((await begin({ bytes: -1 })).status).toBe(400);
    expect((await ask('/uploads/nonsense', { method: 'HEAD' })).status).toBe(404);
  });

  it('are counted by the hour, and off where they are switched off', async () => {
    page.cut();
    await house.close();
    await start({ uploads: { perHour: 2 } });
    expect([(await begin({ bytes: 1 })).status, (await begin({ bytes: 1 })).status]).toEqual([201, 201]);
    const third = await ask('/uploads', { method: 'POST', body: JSON.stringify({ bytes: 1 }) });
    expect(third.status).toBe(429);
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(60);
    page.cut();
    await house.close();
    await start({ uploads: { enabled: false } });
    expect((await begin({ bytes: 1 })).status).toBe(404);
  });

  it('of agents reach the visitor', async () => {
    await page.say('hello');
    const { ref, sha256, bytes } = await house.context.blobs.put(PDF);
    const media = {
      state: 'stored',
      blobRef: ref,
      sha256,
      sizeBytes: bytes,
      fileName: 'invoice.pdf',
      detectedType: 'application/pdf',
    } as const;
    await house.reply(keyOf(house), '', { parts: [{ partId: '1', type: 'file', fallback: '[invoice.pdf]', media }] });
    await page.until(() => page.lines.length === 2, 'the file');
    const [file] = page.lines[1]!.files!;
    expect(file).toMatchObject({ name: 'invoice.pdf', bytes: PDF.length });
    expect(Buffer.from(await (await fetch(`${house.url}/${file!.path}`)).arrayBuffer()).equals(PDF)).toBe(true);
  });
});

/** Sends the beginning of a body, and is gone. */
async function cutAfter(
  { url }: ChatHouse,
  { token }: ChatVisitor,
  id: string,
  offset: number,
  bytes: Buffer,
  length: number,
): Promise<void> {
  const sending = request(`${url}/uploads/${id}`, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${token}`,
      origin: new URL(url).origin,
      'upload-offset': String(offset),
      'content-length': String(length),
    },
  });
  sending.on('error', () => undefined);
  await new Promise<void>((resolve) => sending.write(bytes, () => resolve()));
  await new Promise((resolve) => setTimeout(resolve, 100));
  sending.destroy();
  await new Promise((resolve) => setTimeout(resolve, 100));
}
