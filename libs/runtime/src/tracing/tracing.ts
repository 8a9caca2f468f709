import { randomFillSync } from 'node:crypto';

/** A piece of work under way. Its `traceparent` travels in envelopes, so that the next process continues the trace. */
export interface Span {
  /** W3C Trace Context: `00-<32 hex>-<16 hex>-<2 hex>`. */
  readonly traceparent: string;
  end(error?: unknown): void;
}

export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

export interface Tracing {
  /** Continues the trace of `traceparent`, or begins one when it is absent or malformed. Never throws. */
  startSpan(name: string, traceparent?: string, attributes?: SpanAttributes): Span;
  /** Sends what is left, within 2 s. */
  stop(): Promise<void>;
}

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

export interface TraceContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly flags: string;
}

export function readTraceparent(text: string | undefined): TraceContext | null {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(text ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return null;
  return /^0+$/.test(traceId) || /^0+$/.test(spanId) ? null : { traceId, spanId, flags };
}

export function formatTraceparent(context: TraceContext): string {
  return `00-${context.traceId}-${context.spanId}-${context.flags}`;
}

const pool = Buffer.alloc(4_096);
let taken = pool.length;

/** Asking the system for a few bytes costs as much as for thousands, and every message has two spans. */
function randomHex(bytes: number): string {
  if (taken + bytes > pool.length) {
    randomFillSync(pool);
    taken = 0;
  }
  taken += bytes;
  return pool.toString('hex', taken - bytes, taken);
}

/** Carries trace contexts along and sends nothing: what runs unless `tracing.otlpUrl` is set. */
export const passingTracing: Tracing = {
  startSpan(_name, traceparent) {
    const parent = readTraceparent(traceparent);
    const context = {
      traceId: parent?.traceId ?? randomHex(16),
      spanId: randomHex(8),
      flags: parent?.flags ?? '00',
    };
    return { traceparent: formatTraceparent(context), end: () => undefined };
  },
  stop: () => Promise.resolve(),
};
