const LONGEST_INPUT = 64;
const MOST_INPUTS = 32;

/**
 * What was entered in a voice menu, written `3`, `1>3` or `1-2-7`: one prompt each, in the order entered. Digits without anything between them were entered
 * at one prompt, `1357` as an order number is; they stay together. `*` and `#` stand alone.
 */
export function toKeys(written: string): { key: string }[] {
  return [...written.matchAll(/[0-9]+|[*#]/g)].slice(0, MOST_INPUTS).map(([key]) => ({ key: key.slice(0, LONGEST_INPUT) }));
}

/**
 * Place of the key that completed the way to a menu, or -1. `way` is as settings name it, from the first menu on: `3`, or `1,3` (`13`) of a sub-menu. Digits
 * entered together chose nothing, and stand in no way, unless a way names just them.
 */
export function findChoice(entered: readonly { readonly key: string }[], way: string): number {
  const numbered = entered.map(({ key }, place) => ({ key, place }));
  const choices = numbered.filter(({ key }) => !/^[0-9]{2,}$/.test(key));
  const steps = way.split(/[,>\s]+/).filter((step) => step !== '');
  const places = [placeOf(choices, steps), placeOf(numbered, steps), ...(steps.length === 1 ? [placeOf(choices, [...steps[0]!])] : [])];
  return Math.max(...places);
}

function placeOf(entered: readonly { key: string; place: number }[], steps: readonly string[]): number {
  const goes = steps.length > 0 && steps.every((step, index) => entered[index]?.key === step);
  return goes ? entered[steps.length - 1]!.place : -1;
}
