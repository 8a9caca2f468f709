import { describe, expect, it } from '@jest/globals';
import { detectImageType } from './image-type.js';

describe('the type of an image', () => {
  it.each([
    ['89504e470d0a1a0a0000000d49484452', 'image/png'],
    ['ffd8ffe000104a46494600010100', 'image/jpeg'],
    [Buffer.from('GIF89a').toString('hex'), 'image/gif'],
    [Buffer.from('RIFF\x10\0\0\0WEBPVP8 ').toString('hex'), 'image/webp'],
    [Buffer.from('\0\0\0\x20ftypavif').toString('hex'), 'image/avif'],
    [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('hex'), null],
    [Buffer.from('<?xml version="1.0"?><svg/>').toString('hex'), null],
    [Buffer.from('<html>BM GIF89a').toString('hex'), null],
    [Buffer.from('RIFF\x10\0\0\0WAVEfmt ').toString('hex'), null],
    ['', null],
  ])('of %s is %s', (hex, type) => {
    expect(detectImageType(Buffer.from(hex, 'hex'))).toBe(type);
  });
});
