/** A name that the desk's file gives, in one language or in several: in the reader's, else in the first it has. */
export function showName(name: string | Readonly<Record<string, string>> | null | undefined, language: string, key: string): string {
  if (name === null || name === undefined) return key;
  if (typeof name === 'string') return name;
  return name[language] ?? name[language.split('-')[0] ?? ''] ?? Object.values(name)[0] ?? key;
}
