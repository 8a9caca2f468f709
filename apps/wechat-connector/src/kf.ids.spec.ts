import { describe, expect, it } from '@jest/globals';
import type { CommandId } from '#contracts';
import { readOwnMsgId, toOwnMsgId } from './kf.ids.js';

describe('the msgid of a message of ours', () => {
  const commands = [
    '00000000-0000-4000-8000-000000000000',
    'ffffffff-ffff-4fff-bfff-ffffffffffff',
    '6f1c2d3e-9b7a-4f58-a1d0-4c5be2f7093d',
  ] as CommandId[];

  it('is one that the platform takes, and leads back to its reply', () => {
    for (const commandId of commands)
      for (const index of [0, 4, 35, 1_000]) {
        const msgid = toOwnMsgId(commandId, index);
        expect(msgid).toMatch(/^[0-9a-zA-Z_-]{1,32}$/);
        expect(readOwnMsgId(msgid)).toEqual({ commandId, index });
      }
  });

  it('is not seen in ids of others', () => {
    for (const id of [
      '',
      'tb-',
      '4WjjZVmdni5oc5PoFfy6UBHtzhW5HjYccrZHdmM4xYxY',
      `tb-${'A'.repeat(21)}!-0`,
      `tb-${'/'.repeat(22)}-0`,
      `tb-${'A'.repeat(21)}B-0`,
    ])
      expect(readOwnMsgId(id)).toBeNull();
  });
});
