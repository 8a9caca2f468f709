import { type Answer, useAsked, useDoing } from '#page-kit';
import { useEffect, useMemo, useRef, useState } from 'react';
import { type Fault, loadYaml, parseDesk, type ParsedDesk, readPath, writeDesk } from './desk-text.js';

export type Change = Answer<'POST /desk/checks'>['changes'][number];

export interface DeskDraft {
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly parsed: ParsedDesk;
  readonly faults: readonly Fault[];
  /** What it would change of the desk in force; null while it is being checked or has faults. */
  readonly changes: readonly Change[] | null;
  /** The version that it began from. */
  readonly version: number;
  readonly isChecking: boolean;
  /** Compares it anew: with a desk that somebody else put in force meanwhile. */
  readonly recheck: () => void;
  /** Begins anew: with the desk in force, or with another text on the newest version. */
  readonly restart: (text?: string) => void;
}

const CHECK_AFTER_MS = 400;
const KEPT = 'tributary.desk-draft';

interface Kept {
  readonly text: string;
  readonly version: number;
}

/** The desk's file as it is being written: checked by the server a moment after the last letter, kept in this tab until it is applied. */
export function useDeskDraft(): { readonly draft: DeskDraft | null; readonly asked: ReturnType<typeof useAsked<'GET /desk'>> } {
  const asked = useAsked('GET /desk', undefined);
  const [yaml, setYaml] = useState<Awaited<ReturnType<typeof loadYaml>> | null>(null);
  const [kept, setKept] = useState<Kept | null>(readKept);
  const check = useDoing('POST /desk/checks');
  const [checked, setChecked] = useState<{ readonly text: string; readonly answer: Answer<'POST /desk/checks'> } | null>(null);
  const mutate = useRef(check.mutate);
  mutate.current = check.mutate;
  useEffect(() => void loadYaml().then((loaded) => setYaml(() => loaded)), []);
  const inForce = useMemo(() => (yaml && asked.data ? writeDesk(yaml, asked.data.desk) : null), [yaml, asked.data]);
  const text = kept?.text ?? inForce ?? '';
  const parsed = useMemo(() => (yaml && inForce !== null ? parseDesk(yaml, text) : null), [yaml, inForce, text]);
  useEffect(() => {
    const desk = parsed?.desk;
    if (desk == null) return;
    const timer = setTimeout(
      () => mutate.current({ body: { desk } }, { onSuccess: (answer) => setChecked({ text, answer }) }),
      CHECK_AFTER_MS,
    );
    return () => clearTimeout(timer);
  }, [parsed, text]);
  const keep = (next: Kept | null) => {
    setKept(next);
    if (next === null) sessionStorage.removeItem(KEPT);
    else sessionStorage.setItem(KEPT, JSON.stringify(next));
  };
  if (parsed === null || asked.data === undefined) return { draft: null, asked };
  const now = asked.data.version;
  const current = checked?.text === text ? checked.answer : null;
  const told = ((current ?? checked?.answer)?.faults ?? []).map(({ path, found, allowed }): Fault => {
    const place = readPath(path);
    return { path: place, line: parsed.lineOf(place), found, allowed };
  });
  return {
    asked,
    draft: {
      text,
      setText: (next) => keep(next === inForce ? null : { text: next, version: kept?.version ?? now }),
      parsed,
      faults: parsed.desk === null ? parsed.faults : told,
      changes: parsed.desk !== null && current?.faults.length === 0 ? current.changes : null,
      version: kept?.version ?? now,
      isChecking: parsed.desk !== null && current === null,
      recheck: () => {
        const { desk } = parsed;
        if (desk !== null) check.mutate({ body: { desk } }, { onSuccess: (answer) => setChecked({ text, answer }) });
      },
      restart: (next) => keep(next === undefined ? null : { text: next, version: now }),
    },
  };
}

function readKept(): Kept | null {
  const kept = sessionStorage.getItem(KEPT);
  return kept === null ? null : (JSON.parse(kept) as Kept);
}
