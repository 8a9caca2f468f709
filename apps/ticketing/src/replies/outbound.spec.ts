import { describe, expect, it } from '@jest/globals';
import type { ReplyContext } from '../tickets/entry-row.js';
import { threadAnswer } from './outbound.js';

const context = (references: string[], inReplyTo?: string): ReplyContext => ({
  conversationKey: 'k',
  continues: false,
  from: { scheme: 'email', value: 'a@example.com' },
  recipients: [],
  references,
  ...(inReplyTo === undefined ? {} : { inReplyTo }),
  channelContext: null,
});

describe('hints of an answer', () => {
  it('answers the message and names its ancestors, oldest first', () => {
    expect(threadAnswer('c@x', context(['a@x', 'b@x'], 'b@x'))).toEqual({ inReplyTo: 'c@x', references: ['a@x', 'b@x', 'c@x'] });
  });

  it('takes the message before from In-Reply-To only where no references are named', () => {
    expect(threadAnswer('c@x', context([], 'b@x')).references).toEqual(['b@x', 'c@x']);
    expect(threadAnswer('c@x', context(['a@x'], 'other@x')).references).toEqual(['a@x', 'c@x']);
  });

  it('keeps the root and the youngest of a long thread', () => {
    const ids = Array.from({ length: 80 }, (_, index) => `${index}@x`);
    const { references } = threadAnswer('last@x', context(ids));
    expect(references).toHaveLength(50);
    expect(references?.[0]).toBe('0@x');
    expect(references?.at(-1)).toBe('last@x');
  });

  it('names no id that we made up ourselves', () => {
    expect(threadAnswer('h:00ff', context([]))).toEqual({});
  });
});
