import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { SecretKey } from '#runtime';
import { readExport } from './audit-export.js';
import { type AuditLink, chain, GENESIS, writeRecord } from './audit-record.js';
import { type AuditHead, type AuditKey, AuditSigner } from './audit-signer.js';
import { verifyChain } from './verify-chain.js';

const at = new Date('2026-03-02T09:00:00.000Z');
const signer = new AuditSigner(new SecretKey('a secret of the tests, long enough to be one'));
const records = Array.from({ length: 30 }, (_, index) =>
  writeRecord(`id-${index}`, at, {
    actor: { kind: 'agent', id: 'a' },
    action: `PATCH tickets/:id`,
    outcome: 'done',
    ticketId: `t${index}`,
  }),
);
const links = chain({ seq: 0, hash: GENESIS }, records);
const signed = [10, 30].map((seq) => signer.sign(seq, links[seq - 1]!.hash, at));

function verify(changed: readonly AuditLink[], { heads = signed, keys = [signer.key], known }: Partial<Given> = {}) {
  const pages = Readable.from([changed.slice(0, 7), changed.slice(7)]) as AsyncIterable<AuditLink[]>;
  return verifyChain({ links: pages, heads, keys, trusted: signer.key.keyId, ...(known === undefined ? {} : { known }) });
}
interface Given {
  heads: readonly AuditHead[];
  keys: readonly AuditKey[];
  known: { seq: number; hash: string };
}
const kinds = async (...given: Parameters<typeof verify>) => [
  ...new Set((await verify(...given)).faults.map(({ kind, seq }) => `${kind} ${seq}`)),
];

describe('a chain of records', () => {
  it('that nobody touched is proved up to its last signed head', async () => {
    expect(await verify(links)).toMatchObject({ ok: true, records: 30, heads: 2, signedUpTo: 30, faults: [] });
    expect(await verify([])).toMatchObject({ ok: false });
    expect(await verify([], { heads: [] })).toMatchObject({ ok: true, records: 0 });
  });

  it('in which a word was changed names the record', async () => {
    const changed = links.map((link) => (link.seq === 5 ? { ...link, record: link.record.replace('PATCH', 'GET') } : link));
    expect(await kinds(changed)).toEqual(['changed 5']);
  });

  it('that was made anew behind a change does not fit what was signed', async () => {
    const forged = chain({ seq: 0, hash: GENESIS }, records.with(4, records[4]!.replace('PATCH', 'GET')));
    expect(await kinds(forged)).toEqual(['head_mismatch 10', 'head_mismatch 30']);
    const other = new AuditSigner(new SecretKey('another secret, of somebody who has none of ours'));
    const heads = [10, 30].map((seq) => other.sign(seq, forged[seq - 1]!.hash, at));
    expect(await kinds(forged, { heads, keys: [signer.key, other.key] })).toEqual(['head_unsigned 10', 'head_unsigned 30']);
  });

  it('from which a record was taken, or two were exchanged, says where', async () => {
    expect(await kinds(links.filter(({ seq }) => seq !== 12))).toEqual(['missing 12']);
    const swapped = links.with(11, { ...links[12]!, seq: 12 }).with(12, { ...links[11]!, seq: 13 });
    expect((await kinds(swapped))[0]).toBe('changed 12');
    expect(await kinds([...links.slice(0, 20), links[10]!, ...links.slice(20)])).toContain('twice 11');
  });

  it('that was cut off lacks what was signed; cut off with its heads it lacks what was noted elsewhere', async () => {
    expect(await kinds(links.slice(0, 25))).toEqual(['head_beyond_end 26']);
    const short = { heads: signed.slice(0, 1) };
    expect(await kinds(links.slice(0, 25), short)).toEqual([]);
    const known = { seq: 30, hash: links[29]!.hash };
    expect(await kinds(links.slice(0, 25), { ...short, known })).toEqual(['head_beyond_end 26']);
    expect(await kinds(links, { known: { seq: 30, hash: GENESIS } })).toEqual(['head_mismatch 30']);
  });

  it('goes on under a new secret, which the old one vouches for', async () => {
    const old = 'a secret of the tests, long enough to be one';
    const next = new AuditSigner(new SecretKey('a new secret, as long as the other one was', [old]));
    const heads = [signed[0]!, next.sign(30, links[29]!.hash, at)];
    expect(await verify(links, { heads, keys: [signer.key, next.key] })).toMatchObject({ ok: true, heads: 2 });
    const alone = new AuditSigner(new SecretKey('a new secret, as long as the other one was'));
    expect(await kinds(links, { heads, keys: [signer.key, alone.key] })).toEqual(['head_unsigned 30']);
  });

  it('is proved from an export alone', async () => {
    const lines = [{ key: signer.key }, ...signed.map((head) => ({ head })), ...links.map((link) => ({ link }))];
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    const read = async (given: string) => verifyChain({ ...(await readExport(Readable.from([given]))), trusted: signer.key.keyId });
    expect(await read(text)).toMatchObject({ ok: true, records: 30, heads: 2 });
    expect(await read(text.replace('t7', 't8'))).toMatchObject({ ok: false });
    await expect(read(`${text}{`)).rejects.toMatchObject({ code: 'export_unreadable' });
  });
});
