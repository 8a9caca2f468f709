import { type DeskText, useAsked, usePickText } from '#page-kit';
import { useMemo } from 'react';
import { useDeskWords } from '../../shell/desk-names.js';

interface Named {
  readonly name?: DeskText;
}

export interface Threshold {
  readonly key: string;
  readonly metric: string;
  readonly above?: number;
  readonly below?: number;
  readonly group?: string;
  readonly channel?: string;
  readonly text?: DeskText;
}

export interface Sheet extends Named {
  readonly reviews: 'recordings' | 'answers';
  readonly share: number;
  readonly passAt: number;
  readonly criteria: readonly (Named & { readonly key: string; readonly weight: number })[];
}

/** What these pages read of the desk in force; its schema is `docs/desk-file.md`. */
interface Profile {
  readonly channels: Readonly<Record<string, Named>>;
  readonly visits: { readonly branches: readonly (Named & { readonly key: string })[] };
  readonly reports: { readonly thresholds: readonly Threshold[] };
  readonly quality: { readonly sheets: Readonly<Record<string, Sheet>> };
  readonly surveys: {
    readonly periodic: readonly (Named & { readonly key: string })[];
    readonly feedback: { readonly readers: readonly (Named & { readonly key: string })[] };
  };
  readonly routing: { readonly escalation: { readonly reasons: Readonly<Record<string, Named>>; readonly triedNeeded: boolean } };
}

/** The desk in force with its defaults. */
export function useProfile(): Profile | undefined {
  return useAsked('GET /desk', { query: { defaults: 'true' } }).data?.desk as Profile | undefined;
}

/** Whose days the desk counts by. */
export function useDeskZone(): string | undefined {
  return useAsked('GET /desk', { query: { defaults: 'true' } }).data?.timeZone;
}

export interface DeskNames {
  /** By its key or its id. */
  readonly group: (key: string | null) => string;
  readonly agent: (id: string | null) => string;
  readonly channel: (key: string | null) => string;
  readonly branch: (key: string) => string;
}

const NOBODY = '–';

/** What groups, agents, channels and branches are called, in the reader's language. */
export function useDeskNames(): DeskNames {
  const profile = useProfile();
  const groups = useAsked('GET /groups', undefined).data?.items;
  const agents = useAsked('GET /agents', undefined).data?.items;
  const pick = usePickText();
  const words = useDeskWords();
  return useMemo(() => {
    const byKey = new Map(groups?.flatMap(({ id, key, name }) => [id, key].map((each) => [each, pick(name) ?? key] as const)));
    const people = new Map(agents?.map(({ id, displayName }) => [id, displayName]));
    return {
      group: (key) => (key === null ? NOBODY : (byKey.get(key) ?? key)),
      agent: (id) => (id === null ? NOBODY : (people.get(id) ?? NOBODY)),
      channel: (key) => (key === null ? NOBODY : words.channel(key)),
      branch: (key) => pick(profile?.visits.branches.find((each) => each.key === key)?.name) ?? key,
    };
  }, [profile, groups, agents, pick, words]);
}
