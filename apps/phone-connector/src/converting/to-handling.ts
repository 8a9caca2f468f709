import type { Handling } from '#contracts';
import type { CallFacts } from './call-facts.js';
import type { CallState } from './call-state.js';
import type { DeskRules } from './desk-rules.js';
import { toMood } from './to-mood.js';
import { WORDS } from './wording.js';

/** What a call asks of the desk: an urgent line, a caller nobody answered, a voice message, a call that runs too long. */
export function toHandling(call: CallFacts, state: CallState, { language, longCallMs }: DeskRules): Handling | undefined {
  const words = WORDS[language];
  const who = call.caller ?? words.hidden;
  const tasks: NonNullable<Handling['tasks']> = [
    ...(state.missed && call.caller ? [{ key: 'callback', kind: 'callback', text: words.callBack(who) }] : []),
    ...(state.voicemail ? [{ key: 'voicemail', kind: 'callback', text: words.hear(who) }] : []),
    ...(state.offersSupervisor ? [{ key: 'supervisor', kind: 'transfer', text: words.overLimit(Math.round(longCallMs / 60_000)) }] : []),
  ];
  const rings = [...(call.ringing ?? [])].slice(0, 20);
  const mood = call.mood === undefined ? undefined : toMood(call.mood);
  if (tasks.length === 0 && state.urgent === null && rings.length === 0 && mood === undefined) return undefined;
  return {
    ...(rings.length === 0 ? {} : { rings }),
    ...(state.urgent === null ? {} : { priority: 'urgent' }),
    ...(tasks.length === 0 ? {} : { tasks }),
    ...(mood === undefined ? {} : { mood }),
  };
}
