import { createHash, createPublicKey, verify } from 'node:crypto';
import { expect } from '@jest/globals';
import { row } from '../../row.js';
import { API_KEY } from '../../../support/started-product.js';

interface Line {
  readonly key?: { readonly keyId: string; readonly publicKey: string };
  readonly head?: {
    readonly seq: number;
    readonly hash: string;
    readonly signedAt: string;
    readonly keyId: string;
    readonly signature: string;
  };
  readonly link?: { readonly seq: number; readonly record: string; readonly hash: string };
}
interface Audit {
  readonly items: readonly {
    readonly action: string;
    readonly actor: { readonly id?: string };
    readonly outcome: string;
    readonly seq: number | null;
  }[];
}

const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** As docs/audit.md tells it, with nothing of ours: what a third party would write. */
function check(text: string, trustedKey: string): string {
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const key = lines.find((line) => line.key?.keyId === trustedKey)!.key!;
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI, Buffer.from(key.publicKey, 'base64url')]), format: 'der', type: 'spki' });
  const hashes = new Map<number, string>();
  let before = '0'.repeat(64);
  let next = 1;
  for (const { link } of lines) {
    if (link === undefined) continue;
    if (link.seq !== next) return `record ${next} is missing`;
    const hash = createHash('sha256').update(`${before}\n${link.seq}\n${link.record}`).digest('hex');
    if (hash !== link.hash) return `record ${link.seq} was changed`;
    hashes.set(link.seq, hash);
    [before, next] = [hash, next + 1];
  }
  const heads = lines.flatMap(({ head }) => (head === undefined ? [] : [head]));
  for (const { seq, hash, signedAt, signature } of heads) {
    const words = Buffer.from(`tributary-audit-head\n${seq}\n${hash}\n${signedAt}`);
    if (!verify(null, words, publicKey, Buffer.from(signature, 'base64url'))) return `head ${seq} is not signed by this installation`;
    if (hashes.get(seq) !== hash) return `record ${seq} is not the one that was signed for`;
  }
  return heads.length > 0 ? 'whole' : 'unsigned';
}

export default row('D3.14', async (desk, show) => {
  const agent = await desk.agents.get('d3.14-gao');
  const ticket = await desk.api<{ id: string }>('POST', '/tickets', {
    subject: '证据链',
    origin: 'counter',
    contact: { identity: { scheme: 'email', value: 'player@d3-14.test' } },
  });
  await desk.api('PATCH', `/tickets/${ticket.id}`, { priority: 'high' }, agent);
  await desk.api('POST', `/tickets/${ticket.id}/notes`, { text: '核对过身份' }, agent);
  const denied = await desk.ask('GET', '/audit', undefined, agent);
  expect(denied.status).toBe(403);

  const { items } = await desk.api<Audit>('GET', `/audit?ticket=${ticket.id}`);
  expect(items.map(({ action, actor }) => [action, actor.id])).toEqual([
    ['POST tickets/:id/notes', agent.id],
    ['PATCH tickets/:id', agent.id],
  ]);
  const { keys } = await desk.api<{ keys: { keyId: string }[] }>('GET', '/audit/head');
  expect(await desk.api('GET', '/audit/verification')).toMatchObject({ ok: true, faults: [] });

  const response = await fetch(`${desk.product.apiUrl}/api/v1/audit/export`, { headers: { authorization: `Bearer ${API_KEY}` } });
  const text = await response.text();
  expect(text).not.toContain('核对过身份');
  expect(check(text, keys[0]!.keyId)).toBe('whole');
  const mine = text.split('\n').find((line) => line.includes(`${agent.id}`) && line.includes('PATCH tickets/:id'))!;
  expect(check(text.replace(mine, mine.replace('PATCH', 'GET')), keys[0]!.keyId)).toMatch(/was changed/);
  expect(check(text.replace(`${mine}\n`, ''), keys[0]!.keyId)).toMatch(/is missing/);
  show(
    'who did what with a ticket stands in a signed chain; a check written from docs/audit.md alone finds the export whole, and names what was changed or taken out of it',
  );
});
