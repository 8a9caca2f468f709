/** As the voice menu was gone through: a prompt each. */
export type MenuKeys = readonly { readonly key: string }[];

/**
 * Each way that was gone from the first menu on, `1` and `1,5`, and each number that was entered: digits entered together choose nothing. Null, where it
 * was no call, gives none.
 */
export function toMenuWays(ivr: MenuKeys | null): string[] {
  const entered = (ivr ?? []).map(({ key }) => key);
  const isNumber = (key: string) => /^[0-9]{2,}$/.test(key);
  const choices = entered.filter((key) => !isNumber(key));
  return [...choices.map((_, index) => choices.slice(0, index + 1).join(',')), ...entered.filter(isNumber)];
}
