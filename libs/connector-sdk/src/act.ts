import type { ActCode, ContactEvent } from '#contracts';

/** What somebody did: in English, and as code and values for who tells it in another language. */
export type Act = Required<Pick<ContactEvent, 'name' | 'act'>>;

const MOST_CHARACTERS = 500;

/** Of a connector of the house. Values that are absent are left out, words cut at 500 characters. */
export function act(code: ActCode, name: string, values: Readonly<Record<string, string | null | undefined>> = {}): Act {
  const told = Object.entries(values).flatMap(([key, value]) => (value == null ? [] : [[key, value.slice(0, MOST_CHARACTERS)] as const]));
  return { name: name.slice(0, MOST_CHARACTERS), act: { code, values: Object.fromEntries(told) } };
}
