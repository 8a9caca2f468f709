import type { CallRecord, MessagePart } from '#contracts';
import type { CallFacts } from './call-facts.js';
import type { CallState } from './call-state.js';
import { describeNotes, describeTranscript } from './describe-call.js';
import type { DeskRules } from './desk-rules.js';
import { toMedia } from './to-call-record.js';
import { wordsOf } from './wording.js';

/** Room for what makes the entry what it is; the rest of the 32 is for audio. */
const MOST_AUDIO = 20;
const MOST_TEXT = 60_000;

/** A call, what it asks of the desk (as `system` parts with a code each), the agent's notes, what was said, and what can be listened to. */
export function toParts(call: CallFacts, record: CallRecord, state: CallState, summary: string, rules: DeskRules): MessagePart[] {
  const words = wordsOf(rules.language);
  const notes = describeNotes(call, rules);
  const transcript = describeTranscript(call);
  return [
    { partId: 'call', type: 'call', fallback: summary, call: record },
    ...toSystemParts(call, state, rules),
    ...(notes === null
      ? []
      : [
          {
            partId: 'notes',
            type: 'form' as const,
            formId: 'call-notes',
            fallback: notes.slice(0, MOST_TEXT),
            fields: toFields(call, rules),
          },
        ]),
    ...(transcript === null
      ? []
      : [{ partId: 'transcript', type: 'text' as const, text: transcript.slice(0, MOST_TEXT), fallback: transcript.slice(0, MOST_TEXT) }]),
    ...(call.recordings ?? []).slice(0, MOST_AUDIO).map((recording, index): MessagePart => {
      const media = toMedia(recording);
      const gone = media.state === 'stored' || media.state === 'pending' ? '' : ` (${words.gone})`;
      const type = media.detectedType?.startsWith('video/') === true ? 'video' : 'audio';
      return {
        partId: `${recording.kind}-${index + 1}`,
        type,
        fallback: `[${recording.kind === 'voicemail' ? words.voice : words.recording}${gone}]`,
        media,
      };
    }),
  ];
}

function toSystemParts(call: CallFacts, state: CallState, { language, longCallMs }: DeskRules): MessagePart[] {
  const words = wordsOf(language);
  const system = (code: string, fallback: string, data: Record<string, unknown>): MessagePart => ({
    partId: `system-${code.slice('call.'.length)}`,
    type: 'system',
    code,
    fallback,
    data,
  });
  const iso = (at: number | undefined) => (at === undefined ? {} : { at: new Date(at).toISOString() });
  const { ringing = [], agents = [], supervisor, caller = null, outcome = 'unknown' } = call;
  const { urgent } = state;
  return [
    ...(ringing.length > 0 ? [system('call.ringing', words.ringing(ringing.join(', ')), { extensions: [...ringing] })] : []),
    ...(state.missed ? [system('call.missed', words.missed(caller ?? words.hidden), { outcome, callBack: caller })] : []),
    ...(state.voicemail ? [system('call.voicemail', words.voicemail(caller ?? words.hidden), { callBack: caller })] : []),
    ...(urgent === null ? [] : [system('call.urgent_line', `${words.urgent}: ${urgent.label ?? urgent.key}`, { ...urgent })]),
    ...(state.offersSupervisor
      ? [
          system('call.over_limit', words.overLimit(Math.round(longCallMs / 60_000)), {
            ...iso(call.overLimitAt),
            offer: 'supervisor',
            agents: [...agents],
          }),
        ]
      : []),
    ...(supervisor === undefined
      ? []
      : [
          system('call.supervisor', words.supervisor(supervisor.to ?? '?'), {
            ...iso(supervisor.at),
            ...(supervisor.to === undefined ? {} : { to: supervisor.to }),
          }),
        ]),
  ];
}

function toFields({ notes }: CallFacts, { language }: DeskRules): { name: string; label: string; value: unknown }[] {
  const words = wordsOf(language);
  const named = { caller: words.caller, problem: words.problem, steps: words.steps };
  return (Object.keys(named) as (keyof typeof named)[]).flatMap((name) =>
    notes?.[name] === undefined ? [] : [{ name, label: named[name], value: notes[name] }],
  );
}
