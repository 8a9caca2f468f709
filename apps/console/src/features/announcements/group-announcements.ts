interface Spanned {
  readonly from: string;
  readonly until: string | null;
  readonly withdrawnAt: string | null;
}

type Groups<T> = Readonly<Record<'now' | 'ahead' | 'past', readonly T[]>>;

/** In force, ahead, and past or taken back; what begins first stands first where it is ahead. */
export function groupAnnouncements<T extends Spanned>(items: readonly T[], now: string): Groups<T> {
  const isPast = ({ until, withdrawnAt }: T) => withdrawnAt !== null || (until !== null && until <= now);
  const left = items.filter((item) => !isPast(item));
  return {
    now: left.filter(({ from }) => from <= now),
    ahead: left.filter(({ from }) => from > now).sort((a, b) => a.from.localeCompare(b.from)),
    past: items.filter(isPast),
  };
}

type Texts = Readonly<Record<string, { readonly title: string; readonly text: string }>>;

export function titleOf(texts: Texts, language: string): string {
  return textsOf(texts, language).title;
}

/** In the reader's language, else in any. */
export function textsOf(texts: Texts, language: string): Texts[string] {
  return texts[language] ?? texts[language.split('-')[0]!] ?? Object.values(texts)[0] ?? { title: '', text: '' };
}
