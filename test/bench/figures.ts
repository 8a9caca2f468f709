/** A line of the table at the end. `holds`: undefined when nothing is aimed at, or when this run is too small to tell. */
export interface Figure {
  readonly part: string;
  readonly name: string;
  readonly measured: string;
  readonly target?: string;
  readonly holds?: boolean;
}

export function printFigures(figures: readonly Figure[]): void {
  const rows = figures.map(({ part, name, measured, target = '', holds }) => [part, name, measured, target, tell(holds)]);
  const table = [['part', 'figure', 'measured', 'target', 'holds'], ...rows];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
  console.log(`\n${[lines[0], widths.map((width) => '-'.repeat(width)).join('  '), ...lines.slice(1)].join('\n')}`);
}

function tell(holds: boolean | undefined): string {
  if (holds === undefined) return '';
  return holds ? 'yes' : 'NO';
}

/** `share` 0..1 of the sorted values are at most this. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export function showMs(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}
