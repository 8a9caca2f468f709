import { randomBytes } from 'node:crypto';
import { expect } from '@jest/globals';
import { row } from '../../row.js';
import type { RunningDesk } from '../../running-desk.js';

interface Model {
  readonly version: number;
  readonly examples: number;
  readonly report: { readonly right: number; readonly rightWhereSure: number; readonly coverage: number };
}
const MIB = 1_048_576;

export default row('D3.5', async (desk, show) => {
  const model = await desk.until(async () => {
    const { models } = await desk.api<{ models: Model[] }>('GET', '/recognition');
    return models[0];
  }, 'a model that the desk learned by itself from its file');
  expect(model.report.rightWhereSure).toBeGreaterThanOrEqual(0.92);
  expect(model.report.coverage).toBeGreaterThan(0.6);

  const began = performance.now();
  const { visitor, ticket } = await desk.doors.chatWith('刚才充了648，点券一直没有到账');
  const judged = await desk.ticketWhere(ticket.id, ({ category }) => category !== null, 'the need recognised');
  const tookMs = performance.now() - began;
  expect(judged.category).toBe('payment');
  expect(tookMs).toBeLessThan(5_000);
  const vague = await desk.doors.chatWith('今天天气不错');
  expect((await desk.ticketWhere(vague.ticket.id, ({ language }) => language !== null, 'small talk judged')).category).toBeNull();

  const bytes = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(50 * MIB - 9)]);
  const file = await upload(desk, visitor.token, bytes);
  await visitor.say('这是录屏', { files: [file] });
  await desk.until(
    async () => (await desk.entries(ticket)).some(({ attachments }) => attachments.some(({ fileName }) => fileName === 'record.pdf')),
    'the file in the thread',
  );
  await expect(upload(desk, visitor.token, Buffer.concat([bytes, Buffer.alloc(1)]))).rejects.toThrow('413');

  const phone = await desk.doors.chat('chat', { token: visitor.token, since: 0 });
  await phone.until(() => phone.texts().includes('刚才充了648，点券一直没有到账'), 'the history on a second device');
  await phone.say('我换手机了');
  await visitor.until(() => visitor.texts().includes('我换手机了'), 'what was said on the other device');
  await Promise.all([visitor.close(), vague.visitor.close(), phone.close()]);
  const { rightWhereSure, coverage } = model.report;
  show(
    `need recognised in ${(tookMs / 1000).toFixed(1)} s; on held-out examples ${percent(rightWhereSure)} of the given categories are right, for ${percent(coverage)} of the texts, the rest is left to people; 50 MB went through, more did not; both devices show one history`,
  );
});

async function upload(desk: RunningDesk, token: string, bytes: Buffer): Promise<string> {
  const { apiUrl } = desk.product;
  const door = `${apiUrl}/in/chat/uploads`;
  const headers = { authorization: `Bearer ${token}`, origin: apiUrl };
  const ask = { name: 'record.pdf', type: 'application/pdf', bytes: bytes.length };
  const begun = await fetch(door, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(ask),
  });
  if (!begun.ok) throw new Error(`the upload was refused: ${begun.status}`);
  const { id } = (await begun.json()) as { id: string };
  for (let offset = 0; offset < bytes.length; offset += 8 * MIB) {
    const body = new Uint8Array(bytes.subarray(offset, offset + 8 * MIB));
    const part = await fetch(`${door}/${id}`, { method: 'PATCH', headers: { ...headers, 'upload-offset': String(offset) }, body });
    if (!part.ok) throw new Error(`a part was refused: ${part.status} ${await part.text()}`);
  }
  return id;
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}
