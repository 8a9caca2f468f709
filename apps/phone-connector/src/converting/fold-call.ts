import type { CallFacts, RecordingFact } from './call-facts.js';

type Field = Exclude<keyof CallFacts, 'source' | 'authority' | 'callId'>;

/** Fields of which each source tells a share. */
const GATHERED = new Set<Field>(['legs', 'agents', 'recordings', 'ringing', 'prompt']);

/**
 * One state of a call out of all that was told of it, in the order told. Of one source the last word counts; where sources differ that of the
 * higher authority, then the later. `callId` is that of the first.
 */
export function foldCall(told: readonly CallFacts[]): CallFacts {
  const bySource = new Map<string, CallFacts>();
  for (const facts of told) {
    bySource.delete(facts.source);
    bySource.set(facts.source, facts);
  }
  const ascending = [...bySource.values()].sort((a, b) => a.authority - b.authority);
  const folded: Partial<Record<Field, unknown>> = {};
  for (const facts of ascending)
    for (const [name, value] of Object.entries(facts) as [Field, unknown][])
      if (value !== undefined && !GATHERED.has(name)) folded[name] = value;
  return {
    ...(folded as Partial<CallFacts>),
    source: 'folded',
    authority: 0,
    callId: told[0]!.callId,
    ...gather(ascending),
    ...gatherPrompts(folded, ascending),
    ...earliest(ascending),
    ...withTimes({ ...folded, ...earliest(ascending) } as Partial<CallFacts>),
  };
}

/** Of sources that are believed alike, the one that saw the call first knows when it began. */
function earliest(ascending: readonly CallFacts[]): { startedAt?: number } {
  const told = ascending.filter(({ startedAt }) => startedAt !== undefined);
  const highest = told.at(-1)?.authority;
  const starts = told.filter(({ authority }) => authority === highest).map(({ startedAt }) => startedAt!);
  return starts.length === 0 ? {} : { startedAt: Math.min(...starts) };
}

function gather(sources: readonly CallFacts[]): Partial<CallFacts> {
  const recordings = new Map<string, RecordingFact>();
  for (const { recordings: some = [] } of sources)
    for (const recording of some) recordings.set(recording.id, { ...recordings.get(recording.id), ...recording });
  const agents = [...new Set(sources.flatMap((facts) => facts.agents ?? []))];
  const legs = sources.flatMap((facts) => facts.legs ?? []);
  // Who rings is news of the moment: over with the answer, or the end.
  const over = sources.some((facts) => facts.answeredAt !== undefined || facts.endedAt !== undefined);
  const ringing = over ? [] : [...new Set(sources.flatMap((facts) => facts.ringing ?? []))];
  return { recordings: [...recordings.values()], agents, legs, ringing };
}

/** Prompts in the order told, where nobody tells of all of them. */
function gatherPrompts({ ivr }: Partial<Record<Field, unknown>>, sources: readonly CallFacts[]): Partial<CallFacts> {
  const prompts = sources.flatMap(({ prompt }) => prompt ?? []);
  return ivr !== undefined || prompts.length === 0 ? {} : { ivr: prompts };
}

/** Times that follow from others, so that every format gives the same ones. */
function withTimes(facts: Partial<CallFacts>): Partial<CallFacts> {
  const { startedAt, endedAt, answeredAt, queuedAt } = facts;
  if (endedAt === undefined) return {};
  const since = (from: number | undefined) => (from === undefined ? undefined : Math.max(0, endedAt - from));
  const durationMs = facts.durationMs ?? since(startedAt);
  const talkMs = facts.talkMs ?? (answeredAt === undefined ? 0 : since(answeredAt));
  const waited = answeredAt ?? endedAt;
  const waitMs = facts.waitMs ?? (queuedAt === undefined ? undefined : Math.max(0, waited - queuedAt));
  return {
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(talkMs === undefined ? {} : { talkMs }),
    ...(waitMs === undefined ? {} : { waitMs }),
  };
}
