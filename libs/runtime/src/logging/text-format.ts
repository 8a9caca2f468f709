const OWN_FIELDS = ['level', 'time', 'message'];

/** One JSON line of the log as a person reads it: `09:12:33.120 warn  Mailbox cannot be reached  inbox=support error="…"`. */
export function formatLine(json: string): string {
  const record = JSON.parse(json) as Record<string, unknown>;
  const fields = Object.entries(record).filter(([name, value]) => !OWN_FIELDS.includes(name) && value !== undefined);
  const stacks = fields.map(([, value]) => stackOf(value)).filter((stack) => stack !== undefined);
  const shown = fields.map(([name, value]) => `${name}=${formatValue(value)}`).join(' ');
  const head = `${String(record['time']).slice(11, 23)} ${String(record['level']).padEnd(5)} ${String(record['message'])}`;
  const line = shown === '' ? head : `${head}  ${shown}`;
  return `${[line, ...(record['level'] === 'error' ? stacks : [])].join('\n')}\n`;
}

function formatValue(value: unknown): string {
  if (typeof value === 'string') return /[\s"=]/.test(value) ? JSON.stringify(value) : value;
  if (isDescribedError(value)) {
    const hint = typeof value['hint'] === 'string' ? ` (${value['hint']})` : '';
    return JSON.stringify(`${String(value['message'])}${hint}`);
  }
  return JSON.stringify(value);
}

function stackOf(value: unknown): string | undefined {
  if (!isDescribedError(value) || typeof value['stack'] !== 'string') return undefined;
  const frames = value['stack'].split('\n').filter((line) => line.trimStart().startsWith('at '));
  return frames.length === 0 ? undefined : frames.slice(0, 8).join('\n');
}

function isDescribedError(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && 'message' in value && 'name' in value;
}
