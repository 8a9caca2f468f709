import { describe, expect, it } from '@jest/globals';
import { mayName } from './may-name.js';

const inbox = (id: string, holdings: 'listed' | 'pushed', channel = 'email') => ({
  id,
  channel,
  capabilities: { holdings },
});

describe('who wrote what lies on a remote', () => {
  const inboxes = [inbox('kf', 'listed'), inbox('sales', 'listed'), inbox('ethics', 'pushed'), inbox('line', 'pushed', 'phone')];

  it('is told to who sees all', () => expect(mayName('kf', undefined, inboxes)).toBe(true));
  it('is not told to who sees none', () => expect(mayName('kf', null, inboxes)).toBe(false));
  it('is not told of an inbox that is sealed from him', () => expect(mayName('kf', ['kf'], inboxes)).toBe(false));
  it('is told beside a sealed one that has a mailbox of its own', () => expect(mayName('kf', ['sales'], inboxes)).toBe(true));
  it('is not told where mail of a sealed one may lie among it', () => expect(mayName('kf', ['ethics'], inboxes)).toBe(false));
  it('is told beside a sealed one of another channel', () => expect(mayName('kf', ['line'], inboxes)).toBe(true));
});
