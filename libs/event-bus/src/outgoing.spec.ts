import { describe, expect, it } from '@jest/globals';
import { MAX_EVENT_BYTES } from '#contracts';
import { PermanentError } from '#runtime';
import { encodeRecord } from './outgoing.js';
import { makeRecord } from './testing/records.js';

describe('a record as it is written', () => {
  it('is one line of JSON, whatever the caller gave', () => {
    const record = makeRecord('t', 'k', 1, { text: 'a\nb' });
    const pretty = JSON.stringify(record.envelope, null, 2);
    expect(encodeRecord({ ...record, json: pretty }).json).toBe(JSON.stringify(record.envelope));
    expect(encodeRecord(record).json).not.toContain('\n');
  });

  it('has a key that both engines can store', () => {
    expect(encodeRecord(makeRecord('t', 'a\0b', 1)).key).toBe('a\uFFFDb');
  });

  it('is counted in bytes, and refused above the limit', () => {
    expect(encodeRecord(makeRecord('t', 'k', 1, { text: '客' })).bytes).toBeGreaterThan(
      encodeRecord(makeRecord('t', 'k', 1, { text: 'k' })).bytes,
    );
    expect(() => encodeRecord(makeRecord('t', 'k', 1, { text: '客'.repeat(MAX_EVENT_BYTES / 3) }))).toThrow(PermanentError);
  });
});
