import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { InboundMessage, TerseMessage, toTerseMessage, toWholeMessage } from '#contracts';
import { z } from 'zod';
import { inbound } from '../threading/testing/inbound.js';
import { toStorable } from '../tickets/storable.js';
import { compileAcceptor } from './acceptor.js';
import { everyField } from './testing/every-field.js';

const accepts = compileAcceptor(TerseMessage);
const asSent = (message: unknown) => JSON.parse(JSON.stringify(message)) as unknown;
const MESSAGES = [everyField(), inbound(), toTerseMessage(inbound()), inbound({ chat: 'room' }), inbound({ echo: true, cc: ['bob@x'] })];

/** Numbers from 0 to below 1, the same in each run. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const LONG = [40, 41, 64, 65, 256, 257, 512, 513, 998, 999, 1_024, 1_025, 65_536, 65_537];
const ODD: readonly unknown[] = [
  ...[null, true, false, 0, -1, 0.5, 1e300, 2 ** 53, 7, '', ' ', 'x', 'email', 'text', 'html', 'pass', 'a\0b', 'a\ud800b', '汉字'],
  ...['2026-03-02T08:30:00Z', '2026-02-30T08:30:00Z', '2026-03-02', '2026-03-02T08:30:00+01:00', `sha256:${'0a'.repeat(32)}`, 'sha256:0'],
  ...['6F1C2D3E-9B7A-4F58-A1D0-4C5BE2F7093D', '00000000-0000-0000-0000-000000000000', '6f1c2d3e-9b7a-4f58-01d0-4c5be2f7093d'],
  ...[[], {}, [null], ['x'], [{}], { a: 1 }, { 'a\0': 1 }, { text: 'a\0' }, JSON.parse('{"__proto__":{"a":1}}'), [[['\ud800']]]],
];

type Holder = Record<string, unknown>;

function findHolders(value: unknown): Holder[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Holder, ...Object.values(value).flatMap(findHolders)];
}

/** Changes one to three fields, elements or names somewhere in it. */
function spoil(message: unknown, random: () => number): unknown {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const spoilt = structuredClone(message);
  for (let changes = 1 + Math.floor(random() * 3); changes > 0; changes -= 1) {
    const holder = pick(findHolders(spoilt));
    const name = pick([...Object.keys(holder), 'unknown', '__proto__', 'text', 'newText', 'title']);
    const kind = random();
    if (kind < 0.2) Reflect.deleteProperty(holder, name);
    else if (kind < 0.4 && Array.isArray(holder))
      holder.push(...Array.from({ length: pick([1, 20, 33]) }, () => structuredClone(holder[0] as unknown)));
    else {
      const value = kind < 0.55 ? 'y'.repeat(pick(LONG)) : structuredClone(pick(ODD));
      Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
    }
  }
  return asSent(spoilt);
}

describe('an acceptor', () => {
  it('accepts what connectors send: a message with every field, and plain ones', () => {
    for (const message of MESSAGES) expect(accepts(asSent(message))).toBe(true);
  });

  it('accepts exactly what the schema takes, parsing leaves as it is and tables can hold', () => {
    const random = createRandom(4);
    const seen = { accepted: 0, refused: 0, changed: 0 };
    for (let round = 0; round < 4_000; round += 1) {
      const spoilt = spoil(MESSAGES[round % MESSAGES.length], random);
      const parsed = TerseMessage.safeParse(spoilt);
      const isLeft = parsed.success && isDeepStrictEqual(toStorable(parsed.data), spoilt);
      if (accepts(spoilt) !== isLeft) throw new Error(`accepted: ${accepts(spoilt)}, rightly: ${isLeft}: ${JSON.stringify(spoilt)}`);
      // What intake makes of it must be the same, whichever way it went.
      const ways = () => [toStorable(InboundMessage.parse(spoilt)), toWholeMessage(spoilt as TerseMessage)];
      if (isLeft) expect(isDeepStrictEqual(...(ways() as [unknown, unknown]))).toBe(true);
      seen[isLeft ? 'accepted' : parsed.success ? 'changed' : 'refused'] += 1;
    }
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(200);
  });

  it('never accepts for a schema that it does not wholly know', () => {
    const unknown: readonly [z.ZodType, unknown][] = [
      [z.string().trim(), 'x'],
      [z.email(), 'a@example.com'],
      [z.string().regex(/x/g), 'x'],
      [z.string().refine(() => false), 'x'],
      [z.coerce.string(), 'x'],
      [z.coerce.number(), 1],
      [z.number().multipleOf(2), 3],
      [z.number().gt(1), 1],
      [z.number().max(1), 2],
      [z.array(z.string()).refine(() => false), []],
      [z.object({}).refine(() => false), {}],
      [z.looseObject({}), {}],
      [z.strictObject({}), {}],
      [z.record(z.string().max(1), z.string()), { long: 'x' }],
      [z.record(z.enum(['a']), z.string()), { a: 'x' }],
      [z.union([z.string(), z.number()]), 'x'],
      [z.string().default('x'), 'y'],
      [z.string().transform((text) => text.length), 'x'],
      [z.date(), '2026-03-02'],
    ];
    for (const [schema, value] of unknown) expect([schema.type, compileAcceptor(schema)(value)]).toEqual([schema.type, false]);
  });

  it('takes no list for an object, and null only where it may be', () => {
    expect(compileAcceptor(z.object({ a: z.string().optional() }))([])).toBe(false);
    expect(compileAcceptor(z.record(z.string(), z.unknown()))([])).toBe(false);
    expect(compileAcceptor(z.object({}))(null)).toBe(false);
    expect(compileAcceptor(z.string().nullable())(null)).toBe(true);
    expect(compileAcceptor(z.int().min(1))(2 ** 53)).toBe(false);
  });
});
