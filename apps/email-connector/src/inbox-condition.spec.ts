import { describe, expect, it } from '@jest/globals';
import type { StateReport } from '#connector-sdk';
import { InboxCondition } from './inbox-condition.js';
import type { AccountTrouble } from './sending/account-gate.js';

const refused: AccountTrouble = {
  error: { code: 'smtp_auth', category: 'auth', permanent: false, message: '535 no', hint: 'x' },
  since: new Date('2026-03-02T09:00:00Z'),
  nextProbeAt: new Date('2026-03-02T09:01:00Z'),
};
const resting: AccountTrouble = { ...refused, error: { ...refused.error, category: 'rate_limited', message: '454 later' } };

describe('how an inbox is doing', () => {
  const watch = () => {
    const told: StateReport[] = [];
    return { told, condition: new InboxCondition((report) => told.push(report)) };
  };

  it('is what does not work, whichever way is told last', () => {
    const { told, condition } = watch();
    condition.receives({ state: 'connected', detail: 'INBOX' });
    condition.sends(refused);
    condition.receives({ state: 'connected', detail: 'INBOX again' });
    expect(told.slice(1)).toMatchObject([{ state: 'bad_credentials' }, { state: 'bad_credentials' }]);
    expect(told[1]).toMatchObject({ detail: expect.stringContaining('535 no'), hint: expect.stringContaining('09:01:00') });
    condition.sends(null);
    expect(told.at(-1)).toEqual({ state: 'connected', detail: 'INBOX again' });
  });

  it('names both when neither way works', () => {
    const { told, condition } = watch();
    condition.receives({ state: 'degraded', detail: 'no link', hint: 'wait' });
    condition.sends(refused);
    expect(told.at(-1)).toMatchObject({
      state: 'bad_credentials',
      detail: expect.stringMatching(/no link; .*535/),
      hint: expect.stringMatching(/^wait; /),
    });
    condition.sends(resting);
    expect(told.at(-1)).toMatchObject({ state: 'degraded', detail: expect.stringContaining('454 later') });
    condition.receives({ state: 'bad_credentials', detail: 'wrong password' });
    expect(told.at(-1)).toMatchObject({ state: 'bad_credentials', detail: expect.stringContaining('wrong password') });
  });
});
