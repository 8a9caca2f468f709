/** One input as `inspect` hands it over. */
export interface InspectInput {
  /** As given on the command line. */
  readonly file: string;
  /** The bytes as found. Rejects when the file cannot be read: the kind answers with an `ok: false` line. */
  read(): Promise<Buffer>;
}

/** One JSON line. `ok: false` carries why the input was refused. */
export type InspectLine =
  | { readonly file: string; readonly ok: true; readonly [field: string]: unknown }
  | { readonly file: string; readonly ok: false; readonly error: { readonly code: string; readonly message: string } };

/** `--name value` → the value; `--name` alone → true. */
export type CommandOptions = Readonly<Record<string, string | true>>;

/**
 * What the product makes of an input, through the code that runs in production, without touching mailbox, log or database.
 * `run` yields exactly one line per input (kinds `html` and `classify`: one a row), in order, and never throws for a bad input. It may
 * work ahead on several inputs at once. What it started (parser processes) is gone when the iteration ends.
 * An app exports its kinds as `export const inspections: readonly Inspection[]` from `<name>.inspect.ts`.
 */
export interface Inspection {
  readonly kind: string;
  /** Options it knows, without dashes: another one is wrong usage (exit 2). */
  readonly options?: readonly string[];
  /** One line for the usage text: what the input is. */
  readonly input: string;
  run(inputs: AsyncIterable<InspectInput>, options: CommandOptions): AsyncIterable<InspectLine>;
}
