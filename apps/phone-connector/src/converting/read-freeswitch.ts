import type { CallFacts, ReadCalls, RejectedRecord } from './call-facts.js';
import type { ExtensionRule } from './direction.js';
import { foldCall } from './fold-call.js';
import { readJsonCdr } from './freeswitch/read-body.js';
import { toFreeswitchFacts } from './freeswitch/to-facts.js';

/** All legs of a body as calls. Throws `SyntaxError` for a body that is none. */
export function readFreeswitch(content: Buffer, rule: ExtensionRule = {}): ReadCalls {
  return foldAll(readJsonCdr(content).map((record) => toFreeswitchFacts(record, rule)));
}

/** Calls of facts in their order; what is a reason instead is rejected under its place, from 1. */
export function foldAll(told: readonly (CallFacts | string)[]): ReadCalls {
  const rejected: RejectedRecord[] = [];
  const calls = new Map<string, CallFacts[]>();
  for (const [index, facts] of told.entries())
    if (typeof facts === 'string') rejected.push({ line: index + 1, reason: facts });
    else calls.set(facts.callId, [...(calls.get(facts.callId) ?? []), facts]);
  return { calls: [...calls.values()].map(foldCall), rejected };
}
