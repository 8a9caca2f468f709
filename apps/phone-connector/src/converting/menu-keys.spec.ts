import { describe, expect, it } from '@jest/globals';
import { toCallState } from './call-state.js';
import type { CallFacts } from './call-facts.js';
import { foldCall } from './fold-call.js';
import { toGenericFacts } from './generic/to-facts.js';
import { findChoice, toKeys } from './menu-keys.js';
import { toTcccFacts } from './tccc/to-facts.js';
import { toTwilioFacts } from './twilio/to-facts.js';

describe('what was entered in a voice menu', () => {
  it.each([
    ['3', ['3']],
    ['1>3', ['1', '3']],
    ['1-2-7', ['1', '2', '7']],
    ['1357', ['1357']],
    ['1,3,1357#', ['1', '3', '1357', '#']],
  ])('%s is one prompt each', (written, keys) => {
    expect(toKeys(written).map(({ key }) => key)).toEqual(keys);
  });

  it.each([
    ['3', '3', 0],
    ['3>1357', '3', 0],
    ['1357', '3', -1],
    ['1>3', '3', -1],
    ['1>3', '1,3', 1],
    ['1>3', '13', 1],
    ['1>3>2', '1 > 3', 1],
    ['1>1357', '13', -1],
    ['88442>3', '3', 1],
    ['13', '13', 0],
    ['31', '3', -1],
    ['', '3', -1],
    ['3', '', -1],
  ])('%s leads by way of %s to the key at %i', (written, way, place) => {
    expect(findChoice(toKeys(written), way)).toBe(place);
  });
});

describe('an urgent line', () => {
  const rules = { urgent: ['3', '5', '7', '2,1'], labels: { 3: 'system fault', '2,1': 'payments' } };
  const urgentOf = (...told: (CallFacts | string)[]) => toCallState(foldCall(told as CallFacts[]), rules).urgent;
  const tccc = (IVRKeyPressed: unknown) => toTcccFacts({ SessionId: 's', IVRKeyPressed }, 'ivr');
  const generic = (ivr: unknown) => toGenericFacts({ callId: 'g', ivr });
  const gather = (Digits: string, token?: string) => toTwilioFacts({ CallSid: 'C', CallStatus: 'in-progress', Digits }, 0, token);

  it.each([
    ['TCCC', tccc(['3-'])],
    ['the webhook', generic([{ key: '3' }, { key: '1357' }])],
    ['the webhook as text', generic('3>1357')],
    ['Twilio', gather('3')],
  ])('is chosen as %s tells it', (_who, facts) => {
    expect(urgentOf(facts)).toEqual({ key: '3', label: 'system fault' });
  });

  it.each([
    ['TCCC', tccc(['1-', '1357'])],
    ['the webhook', generic(['1', '1357'])],
    ['the webhook as a number', generic(1357)],
    ['Twilio', gather('1357')],
  ])('is not chosen by digits of an order number, as %s tells them', (_who, facts) => {
    expect(urgentOf(facts)).toBeNull();
  });

  it('in a sub-menu is found though Twilio tells of each prompt by itself, and of two alike', () => {
    const told = [gather('2'), gather('1'), gather('5550135')] as CallFacts[];
    expect(urgentOf(...told)).toEqual({ key: '2,1', label: 'payments' });
    expect(foldCall(told).ivr).toEqual([{ key: '2' }, { key: '1' }, { key: '5550135' }]);
    expect(foldCall([gather('1', 'a'), gather('1', 'b'), gather('3', 'c')] as CallFacts[]).ivr).toHaveLength(3);
    expect(urgentOf(gather('1', 'a'), gather('3', 'b'))).toBeNull();
  });
});
