import type { CallFacts, RecordingFact } from './call-facts.js';

type Field = Exclude<keyof CallFacts, 'source' | 'authority' | 'callId'>;

/** Fields of which each source tells a share. */
const GATHERED = new Set<Field>(['legs', 'agents', 'recordings', 'ringing', 'silent', 'prompt']);

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
    agents: findAgents([...bySource.values()]),
    ringing: findRinging([...bySource.values()]),
    ...findCallee(folded.callee as string | null | undefined, ascending),
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
  const legs = sources.flatMap((facts) => facts.legs ?? []);
  return { recordings: [...recordings.values()], legs };
}

/** Who took it, the last one at the end: a list of several is in their order, one alone says only that he did. */
function findAgents(told: readonly CallFacts[]): string[] {
  const takers = new Set<string>();
  for (const { agents = [] } of told)
    for (const agent of agents) {
      if (agents.length > 1) takers.delete(agent);
      takers.add(agent);
    }
  return [...takers];
}

/** Records of a call that was handed over name where it went at last; who saw it begin knows what was dialled. */
function findCallee(recorded: string | null | undefined, sources: readonly CallFacts[]): { callee?: string } {
  const takers = new Set(sources.flatMap(({ agents = [] }) => agents));
  if (takers.size < 2 || recorded === null || recorded === undefined || !takers.has(recorded)) return {};
  const dialled = sources.map(({ callee }) => callee).find((callee) => typeof callee === 'string' && !takers.has(callee));
  return typeof dialled === 'string' ? { callee: dialled } : {};
}

/** Who rings is news of the moment: over with the answer, unless it is told after it, and with the end. */
function findRinging(told: readonly CallFacts[]): string[] {
  const ringing = new Set<string>();
  let answered = false;
  for (const facts of told) {
    if (facts.endedAt !== undefined || facts.outcome !== undefined) return [];
    if (facts.answeredAt !== undefined && !answered) ringing.clear();
    answered ||= facts.answeredAt !== undefined;
    for (const extension of [...(facts.agents ?? []), ...(facts.silent ?? [])]) ringing.delete(extension);
    for (const extension of facts.ringing ?? []) if (!answered || extension !== facts.agents?.at(-1)) ringing.add(extension);
  }
  return [...ringing];
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
