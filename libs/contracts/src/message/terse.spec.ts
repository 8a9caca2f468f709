import { describe, expect, it } from '@jest/globals';
import type { MessagePart } from './parts.js';
import { toTerseMessage, toTerseParts, toWholeParts } from './terse.js';

describe('words of a message', () => {
  it('come back as they were, without keeping one text many times', () => {
    const text = 'The printer is broken.';
    const parts: MessagePart[] = [
      { partId: '1', type: 'text', text, fallback: text },
      { partId: '2', type: 'html', html: '<p>The printer is broken.</p>', fallback: text },
      { partId: '3', type: 'text', text: 'more', fallback: 'more' },
      { partId: '4', type: 'text', text: 'long', fallback: 'lo…' },
      { partId: '5', type: 'file', fallback: '[a.pdf]', media: { state: 'stored', fileName: 'a.pdf' } },
    ];
    const stored = toTerseParts(parts, text);
    expect(JSON.stringify(stored).split(text)).toHaveLength(2);
    expect(toWholeParts(stored, text)).toEqual(parts);
  });

  it('travel once, and what differs travels too', () => {
    const text = 'Thanks!\n> It is on its way.';
    const parts: MessagePart[] = [{ partId: '1', type: 'text', text, fallback: text }];
    const answer = { plainText: text, newText: 'Thanks!', parts };
    expect(toTerseMessage(answer)).toEqual({ plainText: text, newText: 'Thanks!', parts: [{ partId: '1', type: 'text' }] });
    const plain = { ...answer, newText: text };
    expect(JSON.stringify(toTerseMessage(plain)).split('on its way')).toHaveLength(2);
    expect(toTerseMessage(toTerseMessage(plain))).toEqual(toTerseMessage(plain));
  });

  it('keep a text that lies elsewhere apart from its preview', () => {
    const parts: MessagePart[] = [{ partId: '1', type: 'text', textRef: `sha256:${'0'.repeat(64)}` as never, fallback: 'Long st' }];
    expect(toWholeParts(toTerseParts(parts, 'Long st'), 'Long st')).toEqual(parts);
  });
});
