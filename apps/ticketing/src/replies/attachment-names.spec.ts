import { describe, expect, it } from '@jest/globals';
import type { MessagePart } from '#contracts';
import { nameAttachments, saysNothing } from './attachment-names.js';

const GIVEN = { ticketNumber: 'ONL-1', agentName: 'li', now: new Date('2026-03-02T20:30:00Z'), timeZone: 'Asia/Shanghai' };
const DESK = { pattern: '{{ticket.number}}_{{name}}_{{date}}.{{ext}}', meaningless: ['screenshot', '截图', 'document'] };
const file = (fileName: string): MessagePart => ({ partId: '2', type: 'file', media: { state: 'stored', fileName }, fallback: fileName });
const nameOf = (fileName: string) => {
  const { parts, unnamed } = nameAttachments([file(fileName)], DESK, GIVEN);
  const [part] = parts;
  return unnamed.length > 0 ? 'asked' : part !== undefined && 'media' in part && part.media?.fileName;
};

describe('what a sent file is called', () => {
  it.each([
    'IMG_2231.jpg',
    'image.png',
    'image (1).png',
    '截图20260302.png',
    'Screenshot 2026-03-02 at 10.15.00.png',
    '1.txt',
    '20260302_101500.log',
    'document(2).pdf',
    '',
    'a1b2c3d4e5f60718.bin',
    'mmexport1700000000.jpg',
  ])('%j says nothing', (name) => {
    expect(saysNothing(name, DESK.meaningless)).toBe(true);
    expect(nameOf(name)).toBe('asked');
  });

  it('follows the desk’s pattern, with the day of its zone, and stays when it does already', () => {
    expect(nameOf('gateway log.txt')).toBe('ONL-1_gateway log_20260303.txt');
    expect(nameOf('ONL-1_gateway log_20260303.txt')).toBe('ONL-1_gateway log_20260303.txt');
    expect(nameOf('补丁说明.pdf')).toBe('ONL-1_补丁说明_20260303.pdf');
    expect(nameOf('a/b:c.txt')).toBe('ONL-1_a-b-c_20260303.txt');
  });

  it('is as the agent calls it where the desk says nothing', () => {
    expect(nameAttachments([file('IMG_1.jpg')], { meaningless: [] }, GIVEN)).toEqual({ parts: [file('IMG_1.jpg')], unnamed: [] });
  });
});
