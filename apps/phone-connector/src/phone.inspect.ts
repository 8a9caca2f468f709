import type { CommandOptions, Inspection, InspectInput, InspectLine } from '#runtime';
import { UsageError } from '#runtime';
import type { CallFacts, ReadCalls } from './converting/call-facts.js';
import { readAsteriskCsv } from './converting/read-asterisk.js';
import { readFreeswitch } from './converting/read-freeswitch.js';
import { readGeneric } from './converting/read-generic.js';
import { readTwilio } from './converting/read-twilio.js';

const FORMATS: Readonly<Record<string, (content: Buffer) => ReadCalls>> = {
  'asterisk-csv': (content) => readAsteriskCsv(content),
  'freeswitch-json': (content) => readFreeswitch(content),
  twilio: (content) => readTwilio(content),
  generic: (content) => readGeneric(content),
};

async function* inspectCalls(inputs: AsyncIterable<InspectInput>, read: (content: Buffer) => ReadCalls): AsyncIterable<InspectLine> {
  for await (const input of inputs) yield await inspectOne(input, read);
}

async function inspectOne({ file, read: load }: InspectInput, read: (content: Buffer) => ReadCalls): Promise<InspectLine> {
  let content: Buffer;
  try {
    content = await load();
  } catch (error) {
    return refuse(file, 'unreadable_file', error);
  }
  try {
    const { calls, rejected } = read(content);
    return { file, ok: true, calls: calls.map(toLine), rejected };
  } catch (error) {
    return refuse(file, 'unreadable_body', error);
  }
}

function refuse(file: string, code: string, error: unknown): InspectLine {
  return { file, ok: false, error: { code, message: error instanceof Error ? error.message : String(error) } };
}

/** A call as `outside.md` promises it: what is not known is null. */
function toLine(call: CallFacts): Record<string, unknown> {
  const time = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString());
  return {
    callId: call.callId,
    caller: call.caller ?? null,
    callee: call.callee ?? null,
    direction: call.direction ?? 'unknown',
    startedAt: time(call.startedAt),
    answeredAt: time(call.answeredAt),
    endedAt: time(call.endedAt),
    durationMs: call.durationMs ?? null,
    talkMs: call.talkMs ?? null,
    outcome: call.outcome ?? null,
    hangupCause: call.hangupCause ?? null,
    legs: call.legs?.length ?? 0,
    recordings: (call.recordings ?? []).map(({ id, kind, from, durationMs }) => ({
      id,
      kind,
      source: from ?? null,
      durationMs: durationMs ?? null,
    })),
  };
}

export const inspections: readonly Inspection[] = [
  {
    kind: 'call',
    options: ['format'],
    input: `a file of call records, --format ${Object.keys(FORMATS).join(' | ')}`,
    run: (inputs: AsyncIterable<InspectInput>, { format }: CommandOptions) => {
      const read = typeof format === 'string' && Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
      if (read === undefined) throw new UsageError(`call: --format must be one of ${Object.keys(FORMATS).join(', ')}`);
      return inspectCalls(inputs, read);
    },
  },
];
