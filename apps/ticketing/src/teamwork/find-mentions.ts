export interface Mentionable {
  readonly id: string;
  readonly email: string;
  readonly displayName: string;
}

/** `@li`, `@li@desk.example`, `@王小明`: whom a note names. A name with blanks is written without them, or in quotes: `@"Mia Li"`. */
export function findMentions(
  text: string,
  agents: readonly Mentionable[],
  groups: readonly { readonly id: string; readonly key: string }[],
): { agents: string[]; groups: string[] } {
  const named = [
    ...text.matchAll(/(?<![\p{L}\p{N}._%+-])@(?:"([^"\n]{1,100})"|([\p{L}\p{N}][\p{L}\p{N}._-]*(?:@[\p{L}\p{N}.-]+)?))/gu),
  ].map(([, quoted, bare]) => (bare === undefined ? toName(quoted!) : toName(bare.replace(/[._-]+$/, ''))));
  const wanted = new Set(named);
  return {
    agents: agents
      .filter(({ email, displayName }) => [email, email.split('@')[0]!, displayName].some((name) => wanted.has(toName(name))))
      .map(({ id }) => id),
    groups: groups.filter(({ key }) => wanted.has(toName(key))).map(({ id }) => id),
  };
}

function toName(name: string): string {
  return name.replaceAll(/\s+/g, '').toLowerCase();
}
