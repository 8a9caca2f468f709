import type { CallFacts } from './call-facts.js';
import type { CallState } from './call-state.js';
import type { DeskRules } from './desk-rules.js';
import { saySpan, sayOutcome, wordsOf } from './wording.js';

/** A line as people read it: who called whom, and how it went. */
export function summarise(
  call: CallFacts,
  state: CallState,
  { language }: Pick<DeskRules, 'language'>,
): { subject: string; summary: string } {
  const words = wordsOf(language);
  const from = call.callerName === undefined ? (call.caller ?? words.hidden) : `${call.callerName} (${call.caller ?? words.hidden})`;
  const to = call.callee ?? '?';
  const subject = state.voicemail
    ? words.voicemail(from)
    : state.missed
      ? words.missed(from)
      : call.direction === 'outbound'
        ? words.outgoing(to)
        : words.call(from, to);
  const details = [...(call.video === true ? [words.video] : []), ...describeStage(call, state, language)];
  return { subject, summary: `${subject}${language === 'zh' ? '：' : ': '}${details.join(language === 'zh' ? '，' : ', ')}` };
}

function describeStage(call: CallFacts, { stage }: CallState, language: DeskRules['language']): string[] {
  const words = wordsOf(language);
  const agents = call.agents ?? [];
  const by = agents.length > 0 ? [`${words.by} ${agents.join(', ')}`] : [];
  const ringing = (call.ringing ?? []).join(', ');
  if (stage === 'ringing') return [words.ringing(ringing || (call.callee ?? '?'))];
  if (stage === 'queued') return [words.waiting(call.queue ?? '?')];
  if (stage === 'running') return [words.running, ...by, ...(ringing === '' ? [] : [words.ringing(ringing)])];
  const talked = call.outcome === 'answered' && call.talkMs !== undefined ? [`${words.talked} ${saySpan(call.talkMs, language)}`] : [];
  const waited = call.waitMs !== undefined && call.waitMs > 0 ? [`${words.waited} ${saySpan(call.waitMs, language)}`] : [];
  return [sayOutcome(call.outcome ?? 'unknown', language), ...(call.outcome === 'answered' ? by : []), ...waited, ...talked];
}

/** What stands below the first line, one fact a line. */
export function describeMore(call: CallFacts, state: CallState, { language, labels, longCallMs }: DeskRules): string[] {
  const words = wordsOf(language);
  const keys = (call.ivr ?? []).map(({ key, label = labels[key] }) => (label === undefined ? key : `${key} (${label})`));
  const urgent = state.urgent === null ? '' : ` – ${words.urgent}`;
  return [
    ...(keys.length > 0 ? [`${words.keys}: ${keys.join(' > ')}${urgent}`] : []),
    ...(call.satisfaction === undefined ? [] : [`${words.rating}: ${call.satisfaction}`]),
    ...(call.mood === undefined ? [] : [`${words.mood}: ${call.mood}`]),
    ...(state.offersSupervisor ? [words.overLimit(Math.round(longCallMs / 60_000))] : []),
    ...(call.supervisor === undefined ? [] : [words.supervisor(call.supervisor.to ?? '?')]),
  ];
}

export function describeNotes(call: CallFacts, { language }: Pick<DeskRules, 'language'>): string | null {
  const { notes } = call;
  if (notes === undefined) return null;
  const words = wordsOf(language);
  const lines = (
    [
      [words.caller, notes.caller],
      [words.problem, notes.problem],
      [words.steps, notes.steps],
    ] as const
  ).filter(([, text]) => text !== undefined);
  return [
    `${words.notes}${notes.agent === undefined ? '' : ` (${notes.agent})`}`,
    ...lines.map(([name, text]) => `${name}: ${text!}`),
  ].join('\n');
}

export function describeTranscript(call: CallFacts): string | null {
  const lines = (call.transcript ?? []).map(({ speaker, text }) => (speaker === undefined ? text : `${speaker}: ${text}`));
  return lines.length === 0 ? null : lines.join('\n');
}
