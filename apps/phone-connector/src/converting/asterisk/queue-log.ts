import type { CallOutcome } from '#contracts';
import { readTime } from '../read-time.js';

/** What `queue_log` tells of one caller in one queue. Times in ms since 1970, spans in ms. */
export interface QueueVisit {
  /** uniqueid of the caller's channel. */
  readonly callId: string;
  readonly queue: string;
  readonly queuedAt?: number;
  readonly connectedAt?: number;
  readonly endedAt?: number;
  readonly waitMs?: number;
  readonly talkMs?: number;
  readonly agents: readonly string[];
  readonly outcome?: Extract<CallOutcome, 'answered' | 'abandoned_queue' | 'queue_timeout' | 'transferred_out'>;
  readonly hangupBy?: 'caller' | 'agent';
}

const seconds = (text: string | undefined) => (text !== undefined && /^\d+$/.test(text) ? Number(text) * 1000 : undefined);

/** Lines of `queue_log` (`time|callid|queue|agent|event|data…`), one visit a caller. Its first line may be a banner; what is no event is left out. */
export function readQueueLog(text: string, into = new Map<string, QueueVisit>()): Map<string, QueueVisit> {
  for (const line of text.split(/\r?\n/)) {
    const [time, callId, queue, agent, event, ...data] = line.split('|');
    const at = readTime(time);
    if (at === null || callId === undefined || callId === '' || callId === 'NONE' || queue === undefined || event === undefined) continue;
    const visit = into.get(callId) ?? { callId, queue, agents: [] };
    into.set(callId, { ...visit, ...tell(event, at, agent ?? '', data, visit), queue: queue === 'NONE' ? visit.queue : queue });
  }
  return into;
}

function tell(event: string, at: number, agent: string, data: readonly string[], visit: QueueVisit): Partial<QueueVisit> {
  switch (event) {
    case 'ENTERQUEUE':
      return { queuedAt: visit.queuedAt ?? at };
    case 'CONNECT':
      return {
        connectedAt: at,
        outcome: 'answered',
        agents: [...new Set([...visit.agents, agent])],
        ...ifKnown('waitMs', seconds(data[0])),
      };
    case 'ABANDON':
      return { endedAt: at, outcome: 'abandoned_queue', hangupBy: 'caller', ...ifKnown('waitMs', seconds(data[2])) };
    case 'EXITWITHTIMEOUT':
    case 'EXITEMPTY':
      return { outcome: 'queue_timeout', ...ifKnown('waitMs', seconds(data[2])) };
    case 'COMPLETEAGENT':
    case 'COMPLETECALLER':
      return { endedAt: at, hangupBy: event === 'COMPLETEAGENT' ? 'agent' : 'caller', ...ifKnown('talkMs', seconds(data[1])) };
    case 'BLINDTRANSFER':
    case 'ATTENDEDTRANSFER':
    case 'TRANSFER':
      return { outcome: 'transferred_out' };
    default:
      return {};
  }
}

function ifKnown<K extends keyof QueueVisit>(name: K, value: number | undefined): Partial<QueueVisit> {
  return value === undefined ? {} : { [name]: value };
}

/** How a visit stands as facts beside those of the call's rows. */
export function toQueueFacts(visit: QueueVisit): {
  readonly queue: string;
  readonly agents: readonly string[];
  readonly queuedAt?: number;
  readonly answeredAt?: number;
  readonly waitMs?: number;
  readonly talkMs?: number;
  readonly outcome?: CallOutcome;
  readonly hangupBy?: string;
} {
  const { queue, agents, queuedAt, connectedAt, waitMs, talkMs, outcome, hangupBy } = visit;
  const told = { queuedAt, answeredAt: connectedAt, waitMs, talkMs: outcome === 'abandoned_queue' ? 0 : talkMs, outcome, hangupBy };
  return { queue, agents, ...Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)) };
}
