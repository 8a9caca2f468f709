import type { Order } from './purchases.js';

/** What names an order: words, and numbers entered in a voice menu. */
export interface OrderNames {
  readonly text: string;
  readonly keys: readonly string[];
}

/** The order that is named, else the newest; `orders` are the contact's, newest first. Null where none of them knows the field. */
export function findOrder(orders: readonly Order[], { text, keys }: OrderNames, knows: string | undefined): Order | null {
  const known = knows === undefined ? orders : orders.filter(({ fields }) => toText(fields[knows]) !== null);
  const words = text.toLowerCase();
  const isNamed = ({ number }: Order) => words.includes(number.toLowerCase()) || keys.some((key) => key === digitsOf(number));
  // A number may stand within another.
  const [named] = known.filter(isNamed).sort((a, b) => b.number.length - a.number.length);
  return named ?? known[0] ?? null;
}

/** Null: nothing that could stand in a field. */
export function toText(value: unknown): string | null {
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? String(value) : null;
}

/** As a caller enters it; null of fewer than four digits, which may be a choice in a menu. */
function digitsOf(number: string): string | null {
  const digits = number.replaceAll(/\D/g, '');
  return digits.length < 4 ? null : digits;
}
