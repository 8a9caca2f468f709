declare module 'mailauth/lib/tools.js' {
  /** The first of `domains` that belongs to the organisation of `fromDomain`, by the public suffix list; false when none does. */
  export function getAlignment(fromDomain: string, domains: readonly string[]): object | false;
}
