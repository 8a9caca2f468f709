import type { Document } from 'yaml';

export interface Fault {
  /** As the check names it, without `profile`; empty: of the text itself. */
  readonly path: readonly string[];
  readonly line: number | null;
  readonly found: string;
  readonly allowed: string;
}

export interface ParsedDesk {
  readonly doc: Document;
  /** Absent while the text is no YAML. */
  readonly desk: Record<string, unknown> | null;
  readonly faults: readonly Fault[];
  readonly lineOf: (path: readonly string[]) => number | null;
}

type Yaml = typeof import('yaml');

let loading: Promise<Yaml> | undefined;
/** Nobody who never opens the desk's file loads the parser. */
export const loadYaml = (): Promise<Yaml> => (loading ??= import('yaml'));

export function writeDesk(yaml: Yaml, desk: unknown): string {
  return yaml.stringify(desk, { lineWidth: 120, flowCollectionPadding: true, aliasDuplicateObjects: false });
}

export function parseDesk(yaml: Yaml, text: string): ParsedDesk {
  const lines = new yaml.LineCounter();
  const doc = yaml.parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineOf = (path: readonly string[]): number | null => {
    for (let length = path.length; length > 0; length -= 1) {
      const at = findStart(yaml, doc, path.slice(0, length));
      if (at !== null) return lines.linePos(at).line;
    }
    return null;
  };
  const faults = doc.errors.map((error): Fault => ({
    path: [],
    line: lines.linePos(error.pos[0]).line,
    found: error.message,
    allowed: '',
  }));
  if (faults.length > 0) return { doc: doc as unknown as Document, desk: null, faults, lineOf };
  const desk: unknown = doc.toJS();
  const isSection = typeof desk === 'object' && desk !== null && !Array.isArray(desk);
  return { doc: doc as unknown as Document, desk: isSection ? (desk as Record<string, unknown>) : {}, faults, lineOf };
}

/** `profile.targets.list.0.kind`, also for keys of lists. */
export function readPath(path: string): string[] {
  return path.split('.').filter((part, index) => part !== '' && !(index === 0 && part === 'profile'));
}

/** Of a pair its key: what is wrong with a value begins where it is named. */
function findStart(yaml: Yaml, doc: ReturnType<Yaml['parseDocument']>, path: readonly string[]): number | null {
  const parent = path.length === 1 ? doc.contents : doc.getIn(path.slice(0, -1).map(toStep), true);
  const last = path.at(-1)!;
  if (yaml.isMap(parent)) {
    const pair = parent.items.find(({ key }) => yaml.isScalar(key) && String(key.value) === last);
    return yaml.isScalar(pair?.key) ? (pair.key.range?.[0] ?? null) : null;
  }
  if (yaml.isSeq(parent)) {
    const item = parent.items[Number(last)];
    return yaml.isNode(item) ? (item.range?.[0] ?? null) : null;
  }
  return null;
}

const toStep = (part: string): string | number => (/^\d+$/.test(part) ? Number(part) : part);
