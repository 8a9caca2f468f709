/** Grounds and inks of announcements, each readable (7 : 1 and more). */
export function colourOf(severity: string | null | undefined): { readonly ground: string; readonly ink: string; readonly rank: number } {
  if (/crit|emerg|high|error|outage/i.test(severity ?? '')) return { ground: '#fde8e8', ink: '#7f1d1d', rank: 2 };
  if (/warn|medium|minor|degraded/i.test(severity ?? '')) return { ground: '#fef3c7', ink: '#633a05', rank: 1 };
  return { ground: '#e6f2f1', ink: '#0b4f4a', rank: 0 };
}
