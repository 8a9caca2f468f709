import type { CallOutcome } from '#contracts';
import type { CdrRow, Disposition } from './cdr-row.js';

const VOICEMAIL = /^(?:VoiceMail|MiniVM.*|Record)$/i;
const CONNECTING = /^(?:Dial|Queue|AppQueue|FollowMe|Page|Pickup|BridgeWait|Bridge|ParkedCall)$/i;

const OF_DISPOSITION: Readonly<Record<Disposition, CallOutcome>> = {
  ANSWERED: 'answered',
  'NO ANSWER': 'no_answer',
  BUSY: 'busy',
  FAILED: 'failed',
  CONGESTION: 'failed',
};

/** Did the row join two people? */
export function isConnected(row: CdrRow): boolean {
  return row.disposition === 'ANSWERED' && row.dstchannel !== '' && !VOICEMAIL.test(row.lastapp);
}

/** Was the row meant to join two people? */
export function isConnecting(row: CdrRow): boolean {
  return row.dstchannel !== '' || CONNECTING.test(row.lastapp);
}

export interface OutcomeRules {
  /** Applications in which nobody but a machine talks: a caller who was never joined and left there gave up in the menu. */
  readonly menuApps?: readonly string[] | undefined;
}

/**
 * How a call ended, by all of its rows. Where they agree that is it. Where they do not: a leg that was not picked up says FAILED while the call
 * was answered elsewhere, and a caller whom the dialplan answered before it queued him has talked to nobody, whatever time was billed.
 */
export function findOutcome(rows: readonly CdrRow[], main: CdrRow, { menuApps = [] }: OutcomeRules = {}): CallOutcome {
  const [first] = rows;
  if (rows.every((row) => row.disposition === first!.disposition)) return refine(OF_DISPOSITION[main.disposition], rows, menuApps);
  if (rows.some(isConnected)) return 'answered';
  if (rows.some((row) => row.disposition === 'ANSWERED' && VOICEMAIL.test(row.lastapp))) return 'voicemail';
  return refine(OF_DISPOSITION[main.disposition], rows, menuApps);
}

function refine(outcome: CallOutcome, rows: readonly CdrRow[], menuApps: readonly string[]): CallOutcome {
  if (outcome === 'no_answer') return rows.some((row) => row.lastapp.toLowerCase() === 'queue') ? 'abandoned_queue' : outcome;
  if (outcome !== 'answered' || rows.some(isConnected)) return outcome;
  if (rows.some((row) => VOICEMAIL.test(row.lastapp))) return 'voicemail';
  const menu = menuApps.map((app) => app.toLowerCase());
  return rows.every((row) => menu.includes(row.lastapp.toLowerCase())) ? 'abandoned_ivr' : outcome;
}
