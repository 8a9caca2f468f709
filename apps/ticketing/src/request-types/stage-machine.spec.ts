import { describe, expect, it } from '@jest/globals';
import { RequestType } from '../desk/schema/request-types.js';
import { type CaseState, moveStage } from './stage-machine.js';

const FAULT = RequestType.parse({
  name: '故障',
  stages: [
    { key: 'intake', name: '受理', next: ['diagnosis'] },
    {
      key: 'diagnosis',
      name: '诊断',
      requires: { fields: ['frequency'] },
      outcomes: [
        { key: 'known', name: '已知问题', to: 'solution', requires: { fields: ['solution'] } },
        { key: 'unknown', name: '未知问题', to: 'investigating', requires: { estimate: true } },
      ],
    },
    { key: 'investigating', name: '技术攻关中', next: ['solution'], requires: { evidence: ['logs'] } },
    {
      key: 'solution',
      name: '解决方案',
      outcomes: [
        { key: 'passed', name: '验证通过', to: 'closed' },
        { key: 'waived', name: '客户放弃验证', to: 'closed', requires: { note: true } },
        { key: 'failed', name: '验证未通过', to: 'diagnosis' },
      ],
    },
    { key: 'closed', name: '闭环' },
  ],
});

const at = (stage: string | null, more: Partial<CaseState> = {}): CaseState => ({
  ...{ stage, fields: { frequency: '每次' }, evidence: [], estimate: null },
  ...more,
});

describe('the stages of a request', () => {
  it('begin with the first one', () => {
    expect(moveStage(FAULT, at(null), {})).toMatchObject({ from: null, to: { key: 'intake' }, back: false });
    expect(moveStage(FAULT, at(null), { stage: 'solution' })).toEqual({ refused: 'stage_not_next', allowed: ['intake'] });
  });

  it('follow one another as the desk says, and nothing is skipped', () => {
    expect(moveStage(FAULT, at('intake'), { stage: 'diagnosis' })).toMatchObject({ from: 'intake', to: { key: 'diagnosis' } });
    expect(moveStage(FAULT, at('intake'), { stage: 'closed' })).toEqual({ refused: 'stage_not_next', allowed: ['diagnosis'] });
    expect(moveStage(FAULT, at('intake'), { stage: 'holiday' })).toMatchObject({ refused: 'stage_unknown', allowed: ['diagnosis'] });
  });

  it('ask for what must be there before, all of it at once', () => {
    expect(moveStage(FAULT, at('intake', { fields: { frequency: '' } }), { stage: 'diagnosis' })).toEqual({
      refused: 'requirements_missing',
      missing: [{ kind: 'field', key: 'frequency' }],
    });
    expect(moveStage(FAULT, at('diagnosis'), { outcome: 'unknown' })).toEqual({
      refused: 'requirements_missing',
      missing: [{ kind: 'evidence', key: 'logs' }, { kind: 'estimate' }],
    });
    const ready = at('diagnosis', { evidence: ['logs'], estimate: new Date(0) });
    expect(moveStage(FAULT, ready, { outcome: 'unknown' })).toMatchObject({ to: { key: 'investigating' }, outcome: { key: 'unknown' } });
  });

  it('end by a decision, which must be said where two lead to the same stage', () => {
    expect(moveStage(FAULT, at('solution'), { stage: 'closed' })).toEqual({ refused: 'outcome_needed', allowed: ['passed', 'waived'] });
    expect(moveStage(FAULT, at('solution'), { outcome: 'waived', note: '  ' })).toMatchObject({ missing: [{ kind: 'note' }] });
    expect(moveStage(FAULT, at('solution'), { outcome: 'maybe' })).toEqual({
      refused: 'outcome_unknown',
      allowed: ['passed', 'waived', 'failed'],
    });
    expect(moveStage(FAULT, at('solution'), { outcome: 'passed', stage: 'diagnosis' })).toMatchObject({ refused: 'stage_not_next' });
  });

  it('go back to diagnosis when verification failed', () => {
    expect(moveStage(FAULT, at('solution'), { outcome: 'failed' })).toMatchObject({ to: { key: 'diagnosis' }, back: true });
    expect(moveStage(FAULT, at('solution'), { stage: 'diagnosis' })).toMatchObject({ outcome: { key: 'failed' }, back: true });
  });
});
