import { describe, expect, it } from '@jest/globals';
import { EvidenceSection } from '../../desk/schema/evidence.js';
import { findNeededEvidence, recogniseEvidence } from './recognise-evidence.js';

const ALL = EvidenceSection.parse({
  receipt: { name: '支付凭证', categories: ['payment'], attachments: ['image/*', 'application/pdf'] },
  transaction: { name: '交易单号', categories: ['payment'], pattern: '(?:交易|流水)(?:单)?号[:：\\s]*([A-Z0-9]{8,32})' },
  damage: { name: '破损照片', categories: ['product'], attachments: ['image/*'] },
  logs: { name: '日志', requestTypes: ['fault'], attachments: ['text/plain', 'application/zip'], fileNames: '\\.(log|zip)$' },
  serial: { name: '序列号', requestTypes: ['fault'], field: 'serial', pattern: 'SN-\\d{4}' },
});
const pathOf = (category: string) => (category === 'refund' ? ['refund', 'payment'] : [category]);
const image = { fileName: '截图.png', contentType: 'image/png' };

describe('evidence', () => {
  it('is what the type and the category of a case need', () => {
    expect(findNeededEvidence(ALL, { requestType: 'question', category: 'refund' }, pathOf)).toEqual(['receipt', 'transaction']);
    expect(findNeededEvidence(ALL, { requestType: 'fault', category: 'product' }, pathOf)).toEqual(['damage', 'logs', 'serial']);
    expect(findNeededEvidence(ALL, { requestType: null, category: null }, pathOf)).toEqual([]);
  });

  it('is recognised in words and files', () => {
    const message = { text: '交易单号：20260302ABCD，凭证见附件', attachments: [image] };
    expect(recogniseEvidence(ALL, ['receipt', 'transaction'], message, {})).toEqual([
      { key: 'receipt', value: '截图.png' },
      { key: 'transaction', value: '20260302ABCD' },
    ]);
    const fault = { text: '', attachments: [{ fileName: 'app.LOG', contentType: 'text/plain; charset=utf-8' }] };
    expect(recogniseEvidence(ALL, ['logs', 'serial'], fault, { serial: 'SN-2041' })).toEqual([
      { key: 'logs', value: 'app.LOG' },
      { key: 'serial', value: 'SN-2041' },
    ]);
  });

  it('ticks one piece a file', () => {
    const found = (count: number) =>
      recogniseEvidence(ALL, ['receipt', 'damage'], { text: '', attachments: Array.from({ length: count }, () => image) }, {}).map(
        ({ key }) => key,
      );
    expect([found(0), found(1), found(2), found(3)]).toEqual([[], ['receipt'], ['receipt', 'damage'], ['receipt', 'damage']]);
  });

  it('is not the wrong kind of file', () => {
    const message = { text: 'SN 2041', attachments: [{ fileName: 'notes.txt', contentType: 'text/plain' }] };
    expect(recogniseEvidence(ALL, ['logs', 'serial', 'receipt'], message, {})).toEqual([]);
  });
});
