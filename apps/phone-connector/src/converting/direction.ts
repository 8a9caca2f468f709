import type { CallRecord } from '#contracts';

export interface ExtensionRule {
  /** Extensions of the desk's own: what matches whole is a colleague, not a caller. */
  readonly extensions?: RegExp | undefined;
}

/** Three or four digits, but not emergency numbers (110, 120, 911, 999), which have three. */
const USUAL_EXTENSION = /^(?:[2-8]\d{2}|[1-9]\d{3})$/;

export function isExtension(number: string | null | undefined, { extensions = USUAL_EXTENSION }: ExtensionRule = {}): boolean {
  return number !== null && number !== undefined && extensions.test(number);
}

/** Where the switch does not say it: who of the two is one of the desk's own. */
export function directionOf(
  caller: string | null | undefined,
  callee: string | null | undefined,
  rule: ExtensionRule,
): CallRecord['direction'] {
  const [from, to] = [isExtension(caller, rule), isExtension(callee, rule)];
  if (from && to) return 'internal';
  return from ? 'outbound' : 'inbound';
}
