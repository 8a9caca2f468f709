import { describe, expect, it } from '@jest/globals';
import { encodeHead, FrameReader } from './frames.js';

const encode = (...sections: Buffer[]) => Buffer.concat([encodeHead(sections), ...sections]);

describe('frames between the pool and a parser', () => {
  it('come out as they went in, cut anywhere', () => {
    const frames = [
      [Buffer.from('{}'), Buffer.alloc(70_000, 1)],
      [],
      [Buffer.alloc(0)],
      [Buffer.from('a'), Buffer.from('b'), Buffer.from('c')],
    ];
    const bytes = Buffer.concat(frames.map((sections) => encode(...sections)));
    for (const size of [1, 3, 4096, bytes.length]) {
      const reader = new FrameReader();
      const read: Buffer[][] = [];
      for (let at = 0; at < bytes.length; at += size) read.push(...reader.push(bytes.subarray(at, at + size)));
      expect(read).toEqual(frames);
    }
  });
});
