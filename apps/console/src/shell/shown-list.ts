/** The list that tickets were last opened from: the way back, and to the next one. */
export interface ShownList {
  /** A path below /console. */
  readonly href: string;
  /** Ids in the order of the list. */
  readonly tickets: readonly string[];
}

let shown: ShownList = { href: '/', tickets: [] };

export function rememberList(list: ShownList): void {
  shown = list;
}

export function shownList(): ShownList {
  return shown;
}
