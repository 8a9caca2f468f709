import { describe, expect, it } from '@jest/globals';
import { PermanentError } from '#runtime';
import { Trouble } from './trouble.js';

const broken = new Error('connection closed by the server');
const refused = Object.assign(new Error('Command failed'), { responseStatus: 'NO', responseText: 'Internal error' });

function fail(trouble: Trouble, uid: number, error: unknown, times: number): void {
  for (let time = 0; time < times; time += 1) trouble.note({ from: uid, to: uid }, error);
}

describe('a mail that cannot be taken', () => {
  it('is looked for one by one among those that failed together', () => {
    const trouble = new Trouble();
    trouble.note({ from: 11, to: 60 }, broken);
    expect(trouble.alone).toEqual({ from: 11, to: 60 });
    trouble.passed(30);
    expect(trouble.alone).toEqual({ from: 11, to: 60 });
    trouble.passed(60);
    expect(trouble.alone).toBeNull();
  });

  it('is left after five refusals, with the words of the server', () => {
    const trouble = new Trouble();
    trouble.note({ from: 11, to: 60 }, refused);
    fail(trouble, 12, refused, 4);
    expect(trouble.reasonToLeave(12)).toBeNull();
    fail(trouble, 12, refused, 1);
    expect(trouble.reasonToLeave(12)?.reason).toMatch(/Internal error/);
    expect(trouble.reasonToLeave(13)).toBeNull();
    trouble.passed(12);
    expect(trouble.reasonToLeave(12)).toBeNull();
  });

  it('gets twice the patience when the link broke: that may have had other reasons', () => {
    const trouble = new Trouble();
    fail(trouble, 12, broken, 9);
    expect(trouble.reasonToLeave(12)).toBeNull();
    fail(trouble, 12, broken, 1);
    expect(trouble.reasonToLeave(12)).not.toBeNull();
  });

  it('is innocent when another one fails: each is counted for itself', () => {
    const trouble = new Trouble();
    fail(trouble, 12, refused, 4);
    fail(trouble, 13, new PermanentError('breaks its contract', { code: 'event_invalid' }), 1);
    fail(trouble, 12, refused, 1);
    expect(trouble.reasonToLeave(12)).toBeNull();
  });
});
