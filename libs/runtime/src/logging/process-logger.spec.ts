import { describe, expect, it } from '@jest/globals';
import { PermanentError } from '../errors/errors.js';
import { openProcessLogger } from './process-logger.js';

function record(format: 'json' | 'text', level: 'info' | 'error' = 'info') {
  const lines: string[] = [];
  return { lines, log: openProcessLogger({ format, level, to: { write: (line) => lines.push(line) }, fields: { app: 'ticketing' } }) };
}

describe('process log', () => {
  it('hides secrets and bodies at any depth', () => {
    const { lines, log } = record('json');
    log.info('Mail taken', {
      password: 'hunter2',
      text: 'Dear Sir',
      nested: { apiKey: 'k-1', list: [{ plainText: 'Dear Madam', authorization: 'Bearer abc' }] },
      url: 'smtp://user:hunter2@mail.example.com:25',
      bytes: 12,
    });
    const [line = ''] = lines;
    for (const secret of ['hunter2', 'Dear', 'k-1', 'abc']) expect(line).not.toContain(secret);
    expect(JSON.parse(line)).toMatchObject({ message: 'Mail taken', level: 'info', app: 'ticketing', text: '[8 characters]', bytes: 12 });
    expect(line).toContain('smtp://user:[hidden]@mail.example.com:25');
  });

  it('hides them in errors and their causes too', () => {
    const { lines, log } = record('json');
    const cause = Object.assign(new Error('connect postgres://app:hunter2@db/x'), { code: 'ECONNREFUSED' });
    log.error('Delivery failed', {
      error: new PermanentError('refused', { code: 'refused', hint: 'ask', fields: { token: 'abc123' }, cause }),
    });
    const [line = ''] = lines;
    expect(line).not.toMatch(/hunter2|abc123/);
    expect(JSON.parse(line).error).toMatchObject({ class: 'permanent', code: 'refused', hint: 'ask', cause: { code: 'ECONNREFUSED' } });
  });

  it('survives what cannot be written as JSON', () => {
    const { lines, log } = record('json');
    const circle: Record<string, unknown> = { count: 12n };
    circle['self'] = circle;
    log.info('Odd', { circle });
    expect(lines).toHaveLength(1);
  });

  it('reads well as text and carries the fields of a child', () => {
    const { lines, log } = record('text');
    log.child({ inbox: 'support' }).warn('Mailbox cannot be reached', { error: new Error('timed out'), attempt: 2 });
    expect(lines[0]).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} warn {2}Mailbox cannot be reached {2}app=ticketing inbox=support error="timed out" attempt=2\n$/,
    );
  });

  it('is silent below its level', () => {
    const { lines, log } = record('json', 'error');
    log.info('not said');
    expect(lines).toEqual([]);
  });
});
