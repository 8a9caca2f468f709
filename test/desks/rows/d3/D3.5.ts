import { randomBytes } from 'node:crypto';
import { expect } from '@jest/globals';
import type { ChatVisitor } from '../../../support/chat-visitor.js';
import { QUESTIONS } from '../../parts/game-questions.js';
import { vouchFor } from '../../parts/site-login.js';
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
  const sent = await sendQuestions(desk);
  const sure = sent.filter(({ category }) => category !== null);
  const right = sure.filter(({ category, meant }) => category === meant);
  expect(sent).toHaveLength(50);
  expect(right.length / sure.length).toBeGreaterThanOrEqual(0.92);
  expect(sure.length / sent.length).toBeGreaterThan(0.6);

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

  // One player on two devices, signed in on each by himself.
  const [computer, phone] = [await enterAs(desk, 'd3.5-player'), await enterAs(desk, 'd3.5-player')];
  expect(phone.token).not.toBe(computer.token);
  await computer.say('手机上也想看到这句话');
  await phone.until(() => phone.texts().includes('手机上也想看到这句话'), 'the history on a second device');
  await phone.say('我换手机了');
  await computer.until(() => computer.texts().includes('我换手机了'), 'what was said on the other device');
  const tablet = await enterAs(desk, 'd3.5-player');
  await tablet.until(() => ['手机上也想看到这句话', '我换手机了'].every((said) => tablet.texts().includes(said)), 'all of it on a third');
  const stranger = await enterAs(desk, 'd3.5-other');
  expect(stranger.texts()).toEqual([]);
  await Promise.all([visitor, vague.visitor, computer, phone, tablet, stranger].map((one) => one.close()));
  const [rightWhereSure, coverage] = [right.length / sure.length, sure.length / sent.length];
  show(
    `need recognised in ${(tookMs / 1000).toFixed(1)} s; of 50 questions sent in ${percent(coverage)} were given a category, ${percent(rightWhereSure)} of those the right one, the rest is left to people (the model’s own ${model.examples} examples: ${percent(model.report.rightWhereSure)} right where sure); 50 MB went through, more did not; a player who signed in on three devices saw one history on each`,
  );
});

/** By mail, ten at once; with what each was recognised as. */
async function sendQuestions(
  desk: RunningDesk,
): Promise<{ readonly text: string; readonly meant: string; readonly category: string | null }[]> {
  const questions = Object.entries(QUESTIONS).flatMap(([meant, texts]) => texts.map((text) => ({ meant, text })));
  const sent = [];
  for (let at = 0; at < questions.length; at += 10)
    sent.push(
      ...(await Promise.all(
        questions.slice(at, at + 10).map(async ({ meant, text }, n) => {
          const from = `d3.5-${at + n}@customer.test`;
          const { id } = await desk.doors.mail({ from, to: 'query@cr魔法.com', subject: text, text });
          const { category } = await desk.ticketWhere(id, ({ mood }) => mood !== null, `“${text}” read`);
          return { text, meant, category };
        }),
      )),
    );
  return sent;
}

/** As somebody whom the game's site vouches for, in a session of its own. */
async function enterAs(desk: RunningDesk, user: string): Promise<ChatVisitor> {
  return desk.doors.chat('chat', { proof: { jwt: vouchFor(desk, user) } });
}

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
