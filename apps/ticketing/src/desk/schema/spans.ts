import { z } from 'zod';

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A span of clock time as people write it: `15m`, `2h`, `3d`. */
export const Span = z.string().regex(/^[1-9]\d{0,4}[smhd]$/, 'a span such as 30s, 15m, 2h or 3d');
export type Span = z.infer<typeof Span>;

export function spanMs(span: Span): number {
  return Number(span.slice(0, -1)) * UNIT_MS[span.at(-1) as keyof typeof UNIT_MS];
}
