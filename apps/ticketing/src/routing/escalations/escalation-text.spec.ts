import { describe, expect, it } from '@jest/globals';
import { describeEscalation } from './escalation-text.js';

describe('an escalation in the thread', () => {
  const form = {
    problem: 'Down',
    impact: 'All',
    tried: [
      { what: 'Restart', result: 'no' },
      { what: 'Wait', result: 'no' },
    ],
    why: 'Rights',
    suggestedTeam: null,
  };
  const given = { form, number: 'A-1', reason: { en: 'Dispute', zh: '争议' }, team: { en: 'Office', zh: '总部' } };

  it('is the form in the language of the desk, with each try and what came of it', () => {
    expect(describeEscalation(given, 'en')).toBe(
      [
        'Escalated A-1',
        'Reason: Dispute',
        'Problem: Down',
        'Impact: All',
        'Tried:',
        '  1. Restart → no',
        '  2. Wait → no',
        'Why: Rights',
        'To: Office',
      ].join('\n'),
    );
    expect(describeEscalation({ ...given, form: { ...form, tried: [] } }, 'zh-CN')).toBe(
      [
        '已升级 A-1',
        '升级原因: 争议',
        '问题描述: Down',
        '影响范围: All',
        '已尝试的方案与结果: 尚无',
        '升级理由: Rights',
        '转交: 总部',
      ].join('\n'),
    );
    expect(describeEscalation({ ...given, form: { ...form, tried: [] } }, 'de')).toContain('Tried: nothing yet');
  });
});
