import type { AdminCommand } from '#runtime';

/** How one command is called. */
export function explainCommand({ name, usage }: AdminCommand): string {
  return `usage: npm run --silent admin -- ${[name, usage].join(' ').trim()}`;
}

/** Every command, by name. */
export function explainCommands(commands: readonly AdminCommand[]): string {
  const sorted = [...commands].sort((a, b) => a.name.localeCompare(b.name));
  return [
    'usage: npm run --silent admin -- COMMAND …',
    ...sorted.map(({ name, usage, summary }) => `  ${[name, usage].join(' ').trim()}\n      ${summary}`),
  ].join('\n');
}
