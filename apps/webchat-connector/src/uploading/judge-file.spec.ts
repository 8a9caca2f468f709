import { describe, expect, it } from '@jest/globals';
import { DEFAULT_TYPES } from '../webchat.config.js';
import { isAllowed, judgeFile } from './judge-file.js';
import { sniffType } from './sniff-type.js';

describe('what a file is', () => {
  it.each([
    ['name,age\r\nAda,36', 'text/plain'],
    ['\ufeff<!-- x -->\n<svg width="1">', 'image/svg+xml'],
    ['<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x" [<!ENTITY a "b">]>\n<svg>', 'image/svg+xml'],
    ['<?xml version="1.0"?><note/>', 'text/xml'],
    ['  <IFRAME src=x>', 'text/html'],
    ['just words <script >alert(1)</script>', 'text/html'],
    ['\u0001\u0002 binary', 'application/octet-stream'],
  ])('%j is told by its bytes', async (text, type) => {
    expect((await sniffType(Buffer.from(text))).type).toBe(type);
  });

  it('is text in Chinese encodings too, and in UTF-16', async () => {
    // 你好，世界 in GB 18030
    expect((await sniffType(Buffer.from('c4e3bac3a3accac0bde7', 'hex'))).type).toBe('text/plain');
    expect((await sniffType(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('hello', 'utf16le')]))).type).toBe('text/plain');
    expect((await sniffType(Buffer.from([0x80, 0xff, 0x00, 0x01]))).type).toBe('application/octet-stream');
  });

  it('stays cut in the middle of a character', async () => {
    expect((await sniffType(Buffer.from('长长').subarray(0, 5))).type).toBe('text/plain');
  });

  it.each([
    ['image/jpeg', 'image/jpg', 'image', undefined],
    ['image/svg+xml', 'image/svg+xml', 'file', undefined],
    ['application/pdf', 'image/png', 'file', true],
    ['audio/mpeg', 'audio/mp3', 'audio', undefined],
    ['video/mp4', undefined, 'video', undefined],
    ['text/plain', 'text/csv; charset=utf-8', 'file', undefined],
    ['text/html', 'text/plain', 'file', true],
    ['application/x-cfb', 'application/vnd.ms-excel', 'file', undefined],
    ['image/png', 'application/octet-stream', 'image', undefined],
  ])('%s called %s is a part of kind %s', (type, declared, kind, doubtful) => {
    expect(judgeFile({ type }, declared, 'a')).toMatchObject({ kind, ...(doubtful ? { doubtful } : {}) });
    expect(judgeFile({ type }, declared, 'a').doubtful).toBe(doubtful);
  });

  it('is allowed by pattern; programs are not', () => {
    for (const type of [
      'image/webp',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'text/csv',
      'application/pdf',
    ])
      expect(isAllowed(type, DEFAULT_TYPES)).toBe(true);
    for (const type of [
      'application/x-elf',
      'application/x-msdownload',
      'application/octet-stream',
      'application/x-mach-binary',
      'imagex/png',
    ])
      expect(isAllowed(type, DEFAULT_TYPES)).toBe(false);
  });
});
