import type { z } from 'zod';
import { isStorable } from '../tickets/storable.js';

/** True only for a value that its schema takes, that parsing would leave as it is, and that tables can hold. False says nothing: parse it. */
export type Acceptor = (value: unknown) => boolean;

type Schema = z.core.$ZodType;

/**
 * Makes an acceptor of a schema. Parsing costs several times as much, mostly for telling what is wrong and for copies without unknown fields; what a
 * connector of this house sends has neither faults nor such fields. Whatever this does not know of a schema it never accepts, so new kinds of
 * fields are slow, not wrong.
 */
export function compileAcceptor(schema: Schema): Acceptor {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'string':
      return acceptString(def);
    case 'number':
      return acceptNumber(def);
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'enum':
      return acceptOneOf(Object.values(def.entries));
    case 'literal':
      return acceptOneOf(def.values);
    case 'unknown':
      return isStorable;
    case 'nullable':
      return acceptNullable(compileAcceptor(def.innerType));
    case 'array':
      return acceptArray(def);
    case 'record':
      return acceptRecord(def);
    case 'object':
      return acceptObject(def);
    case 'union':
      return acceptUnion(def);
    default:
      return never;
  }
}

const never: Acceptor = () => false;

function acceptOneOf(values: readonly unknown[]): Acceptor {
  const known = new Set(values);
  return (value) => known.has(value);
}

function acceptNullable(inner: Acceptor): Acceptor {
  return (value) => value === null || inner(value);
}

/** Formats that are a pattern and nothing else. */
const PATTERNED = new Set<string | undefined>(['uuid', 'datetime', 'regex']);

function acceptString(def: z.core.$ZodStringDef): Acceptor {
  const checks = [...(def.checks ?? []).map((check) => check._zod.def), ...('format' in def ? [def] : [])] as Check[];
  const length = readLength(checks);
  const patterns = checks.filter(({ check }) => check === 'string_format');
  if (length === null || def.coerce === true || patterns.some(({ format }) => !PATTERNED.has(format))) return never;
  const [pattern, another] = patterns.map((check) => check.pattern);
  // A pattern with a memory (`g`, `y`) would need to be set back.
  if (another !== undefined || (patterns.length > 0 && (pattern === undefined || pattern.global || pattern.sticky))) return never;
  const { min, max } = length;
  return (value) =>
    typeof value === 'string' &&
    value.length >= min &&
    value.length <= max &&
    (pattern === undefined || pattern.test(value)) &&
    isStorable(value);
}

/** What the checks of a schema may say, as far as it is known here. */
interface Check {
  readonly check: string;
  readonly format?: string;
  readonly pattern?: RegExp;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly length?: number;
  readonly value?: number;
  readonly inclusive?: boolean;
}

/** Bounds of a text or list; null where there are checks of another kind. */
function readLength(checks: readonly Check[]): { min: number; max: number } | null {
  let [min, max] = [0, Number.POSITIVE_INFINITY];
  for (const { check, minimum = 0, maximum = max, length = 0 } of checks) {
    if (check === 'min_length') min = Math.max(min, minimum);
    else if (check === 'max_length') max = Math.min(max, maximum);
    else if (check === 'length_equals') [min, max] = [Math.max(min, length), Math.min(max, length)];
    else if (check !== 'string_format') return null;
  }
  return { min, max };
}

function acceptNumber(def: z.core.$ZodNumberDef): Acceptor {
  const checks = [...(def.checks ?? []).map((check) => check._zod.def), ...('format' in def ? [def] : [])] as Check[];
  const least = checks
    .filter(({ check, inclusive }) => check === 'greater_than' && inclusive === true)
    .map(({ value }) => value ?? Infinity);
  const whole = checks.filter(({ check, format }) => check === 'number_format' && format === 'safeint');
  if (def.coerce === true || least.length + whole.length < checks.length) return never;
  const min = Math.max(Number.NEGATIVE_INFINITY, ...least);
  return (value) => typeof value === 'number' && value >= min && (whole.length > 0 ? Number.isSafeInteger(value) : Number.isFinite(value));
}

function acceptArray(def: z.core.$ZodArrayDef): Acceptor {
  const length = readLength((def.checks ?? []).map((check) => check._zod.def as Check));
  if (length === null) return never;
  const { min, max } = length;
  const accepts = compileAcceptor(def.element);
  return (value) => {
    if (!Array.isArray(value) || value.length < min || value.length > max) return false;
    for (const element of value) if (!accepts(element)) return false;
    return true;
  };
}

function acceptRecord(def: z.core.$ZodRecordDef): Acceptor {
  const key = (def.keyType as z.core.$ZodTypes)._zod.def;
  if (key.type !== 'string' || 'format' in key || (key.checks?.length ?? 0) > 0 || hasChecks(def)) return never;
  const accepts = compileAcceptor(def.valueType);
  return (value) => {
    if (!isPlainObject(value)) return false;
    for (const name in value) if (name === '__proto__' || !isStorable(name) || !accepts(value[name])) return false;
    return true;
  };
}

interface Field {
  readonly accepts: Acceptor;
  readonly required: boolean;
}

function acceptObject(def: z.core.$ZodObjectDef): Acceptor {
  if (def.catchall !== undefined || hasChecks(def)) return never;
  const fields = new Map<string, Field>(Object.entries(def.shape).map(([name, schema]) => [name, toField(schema)]));
  const required = [...fields.values()].filter((field) => field.required).length;
  return (value) => {
    if (!isPlainObject(value)) return false;
    let found = 0;
    for (const name in value) {
      const field = fields.get(name);
      if (field === undefined || !field.accepts(value[name])) return false;
      if (field.required) found += 1;
    }
    return found === required;
  };
}

function toField(schema: Schema): Field {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  return def.type === 'optional'
    ? { accepts: compileAcceptor(def.innerType), required: false }
    : { accepts: compileAcceptor(schema), required: true };
}

/** Only where one field tells which of the kinds it is. */
function acceptUnion(def: z.core.$ZodUnionDef): Acceptor {
  if (!('discriminator' in def) || hasChecks(def)) return never;
  const { discriminator } = def as z.core.$ZodDiscriminatedUnionDef;
  const kinds = new Map<unknown, Acceptor>();
  for (const option of def.options) {
    const kind = (option as z.core.$ZodTypes)._zod.def;
    const tells = kind.type === 'object' ? (kind.shape[discriminator] as z.core.$ZodTypes | undefined)?._zod.def : undefined;
    if (tells?.type !== 'literal') return never;
    for (const word of tells.values) kinds.set(word, compileAcceptor(option));
  }
  return (value) => isPlainObject(value) && kinds.get(value[discriminator])?.(value) === true;
}

function hasChecks(def: { checks?: readonly unknown[] | undefined }): boolean {
  return (def.checks?.length ?? 0) > 0;
}

/** As `JSON.parse` makes them. */
function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
