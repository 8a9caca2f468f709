interface Known {
  readonly displayName: string | null;
  readonly profile: {
    readonly plan: string | null;
    readonly class: string | null;
    readonly company: string | null;
    readonly department: string | null;
    readonly phone: string | null;
    readonly email: string | null;
    readonly postalAddress: string | null;
    readonly language: string | null;
    readonly vip: boolean;
    readonly accountManager: string | null;
  };
}

export interface ProfileDraft {
  readonly displayName: string;
  readonly plan: string;
  readonly class: string;
  readonly company: string;
  readonly department: string;
  readonly phone: string;
  readonly email: string;
  readonly postalAddress: string;
  readonly language: string;
  readonly accountManager: string;
  readonly vip: boolean;
}

/** Fields of a form cannot hold nothing. */
export function toDraft({ displayName, profile }: Known): ProfileDraft {
  const { plan, company, department, phone, email, postalAddress, language, accountManager, vip } = profile;
  const texts = { displayName, plan, class: profile.class, company, department, phone, email, postalAddress, language, accountManager };
  return { ...(Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text ?? ''])) as Omit<ProfileDraft, 'vip'>), vip };
}

/** What is different, as the API takes it: what was emptied is null. */
export function findChanges(before: ProfileDraft, now: ProfileDraft): Readonly<Record<string, string | boolean | null>> {
  const names = Object.keys(now) as (keyof ProfileDraft)[];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = now[name];
      const trimmed = typeof value === 'string' ? value.trim() : value;
      return trimmed === before[name] ? [] : [[name, trimmed === '' ? null : trimmed] as const];
    }),
  );
}
