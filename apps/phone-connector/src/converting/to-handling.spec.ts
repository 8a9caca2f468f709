import { describe, expect, it } from '@jest/globals';
import type { CallFacts } from './call-facts.js';
import type { CallState } from './call-state.js';
import type { DeskRules } from './desk-rules.js';
import { toHandling } from './to-handling.js';

const rules = { language: 'en', longCallMs: 1_800_000 } as DeskRules;
const call = { callId: 'c', caller: '+49301234' } as CallFacts;
const calm: CallState = { stage: 'ended', missed: false, voicemail: false, urgent: null, offersSupervisor: false };

describe('what a call asks of the desk', () => {
  it.each([
    ['an answered one nothing', calm, undefined],
    [
      'a missed one to ring back',
      { ...calm, missed: true },
      { tasks: [{ key: 'callback', kind: 'callback', text: 'Ring back +49301234' }] },
    ],
    ['a voice message to be heard', { ...calm, voicemail: true }, { tasks: [{ key: 'voicemail', kind: 'callback' }] }],
    ['a long one a supervisor', { ...calm, offersSupervisor: true }, { tasks: [{ key: 'supervisor', kind: 'transfer' }] }],
    ['one by an urgent line haste', { ...calm, urgent: { key: '3' } }, { priority: 'urgent' }],
  ] as const)('%s', (_name, state, handling) => {
    if (handling === undefined) expect(toHandling(call, state, rules)).toBeUndefined();
    else expect(toHandling(call, state, rules)).toMatchObject(handling);
  });

  it('one that rings tells where', () => {
    expect(toHandling({ ...call, ringing: ['801'] }, { ...calm, stage: 'ringing' }, rules)).toEqual({ rings: ['801'] });
  });

  it.each([
    ['angry', 'angry'],
    ['Frustrated', 'upset'],
    ['满意', 'satisfied'],
  ] as const)('the mood %s of a speech service is %s', (label, mood) => {
    expect(toHandling({ ...call, mood: label }, calm, rules)).toEqual({ mood });
  });

  it('a mood that is none of ours asks nothing', () => {
    expect(toHandling({ ...call, mood: 'puzzled' }, calm, rules)).toBeUndefined();
  });

  it('who hid his number cannot be rung back', () => {
    expect(toHandling({ ...call, caller: null }, { ...calm, missed: true }, rules)).toBeUndefined();
  });
});
