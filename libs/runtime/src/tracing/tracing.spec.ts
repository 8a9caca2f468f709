import { describe, expect, it } from '@jest/globals';
import { passingTracing, readTraceparent } from './tracing.js';

describe('trace contexts', () => {
  it('begin well-formed and continue the same trace under a new span', () => {
    const first = passingTracing.startSpan('accept').traceparent;
    const second = passingTracing.startSpan('intake', first).traceparent;
    const [a, b] = [readTraceparent(first), readTraceparent(second)];
    expect(b?.traceId).toBe(a?.traceId);
    expect(b?.spanId).not.toBe(a?.spanId);
  });

  it('begin anew after a malformed one', () => {
    for (const bad of ['', 'garbage', `00-${'0'.repeat(32)}-${'1'.repeat(16)}-01`])
      expect(readTraceparent(passingTracing.startSpan('x', bad).traceparent)).not.toBeNull();
  });
});
