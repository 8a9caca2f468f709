/** A name as the desk's file has it, in the reader's language where it has one. */
export function localised(name: unknown, language: string): string {
  if (typeof name === 'string') return name;
  const names = (name ?? {}) as Record<string, string>;
  return names[language] ?? names[language.split('-')[0]!] ?? names['en'] ?? Object.values(names)[0] ?? '';
}
