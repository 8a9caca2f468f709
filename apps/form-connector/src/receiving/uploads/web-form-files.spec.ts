import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { hash } from 'node:crypto';
import type { EventData } from '#contracts';
import { ManualClock } from '#runtime';
import { WebFormFactory } from '../../form.connector.js';
import { openInbox, type InboxUnderTest } from '../../testing/open-inbox.js';

const EXAMPLE = { email: 'wang@example.com', summary: 'PDF', symptom: 'It fails.' };

describe('a form with files', () => {
  let inbox: InboxUnderTest;
  let clock: ManualClock;
  const open = async (settings: object = {}) => {
    clock = new ManualClock();
    inbox = await openInbox(WebFormFactory, settings, { clock });
  };
  beforeEach(() => open());
  afterEach(() => inbox.close());

  const page = async () => String((await inbox.ask({ method: 'GET', headers: { accept: 'text/html' } })).body);
  const tokenOf = (html: string) => /name="token" value="([^"]+)"/.exec(html)![1]!;
  const messages = () => inbox.context.emitted.map(({ data }) => data as EventData<'message.received.v1'>);

  const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  const upload = async (files: { name: string; type: string; bytes: Buffer }[], fields: Record<string, string> = EXAMPLE) => {
    const form = new FormData();
    form.append('token', tokenOf(await page()));
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    for (const { name, type, bytes } of files) form.append('files', new Blob([bytes], { type }), name);
    clock.advance(5_000);
    const request = new Request('http://x/', { method: 'POST', body: form });
    return inbox.ask({
      headers: { 'content-type': request.headers.get('content-type')! },
      body: Buffer.from(await request.arrayBuffer()),
    });
  };

  it('stores them by what their bytes are, under a clean name', async () => {
    const svg = Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    const answer = await upload([
      { name: '../../etc/截图\u202egnp.exe', type: 'image/png', bytes: PNG },
      { name: 'logo.png', type: 'image/png', bytes: svg },
      { name: 'run.jpg', type: 'image/jpeg', bytes: Buffer.concat([Buffer.from('MZ'), Buffer.alloc(500, 1)]) },
    ]);
    expect(answer.status).toBe(200);
    const media = messages()[0]!
      .parts.slice(1)
      .map((part) => ('media' in part && part.media ? [part.type, part.media.fileName, part.media.detectedType] : []));
    expect(media).toEqual([
      ['image', '截图gnp.exe', 'image/png'],
      ['file', 'logo.png', 'image/svg+xml'],
      ['file', 'run.jpg', 'application/x-msdownload'],
    ]);
    expect(messages()[0]!.flags.doubts).toEqual(['attachment_type_differs']);
    const stored = await inbox.context.blobs.get(`sha256:${hash('sha256', PNG, 'hex')}` as never);
    expect(stored.equals(PNG)).toBe(true);
    const raw = await inbox.context.blobs.get(messages()[0]!.raw.ref);
    expect(raw.toString()).toContain(`sha256:${hash('sha256', PNG, 'hex')}`);
    expect(messages()[0]!.plainText).toContain('[logo.png]');
  });

  it('takes none from a robot, none too many, none too large', async () => {
    await inbox.close();
    await open({ uploads: { maxFiles: 1, maxBytes: 1_000 } });
    const png = { name: 'a.png', type: 'image/png', bytes: PNG };
    expect((await upload([png])).status).toBe(200);
    expect((await upload([png, png])).status).toBe(413);
    expect((await upload([{ ...png, bytes: Buffer.alloc(1_001, 65) }])).status).toBe(413);
    const before = inbox.context.blobs;
    expect((await upload([{ ...png, bytes: Buffer.alloc(500, 66) }], { ...EXAMPLE, website: 'x' })).status).toBe(400);
    expect(before.has(`sha256:${hash('sha256', Buffer.alloc(500, 66), 'hex')}`)).toBe(false);
    expect(messages()).toHaveLength(1);
  });

  it('takes a form whose file field was left empty', async () => {
    expect((await upload([{ name: '', type: 'application/octet-stream', bytes: Buffer.alloc(0) }])).status).toBe(200);
    expect(messages()[0]!.parts).toHaveLength(1);
  });
});
