import { type CommandOptions, type Inspection, type InspectInput, type InspectLine, UsageError } from '#runtime';
import { type Inspector, RefusedInput } from './inspecting/inspector.js';

/** Each is imported when it is asked for: the library of one provider is no matter of the others. */
const PROVIDERS: Readonly<Record<string, () => Promise<Inspector>>> = {
  'official-account': async () => (await import('./inspecting/official-account.js')).inspectOfficialAccount,
  wecom: async () => (await import('./inspecting/wecom.js')).inspectWecom,
  'wecom-kf': async () => (await import('./inspecting/wecom-kf.js')).inspectWecomKf,
  wechaty: async () => (await import('./inspecting/wechaty.js')).inspectWechaty,
};

async function* inspectBy(inputs: AsyncIterable<InspectInput>, load: () => Promise<Inspector>): AsyncIterable<InspectLine> {
  const inspector = await load();
  for await (const { file, read } of inputs) yield await inspectOne(file, read, inspector);
}

async function inspectOne(file: string, read: () => Promise<Buffer>, inspector: Inspector): Promise<InspectLine> {
  let raw: Buffer;
  try {
    raw = await read();
  } catch (error) {
    return { file, ok: false, error: { code: 'unreadable_file', message: error instanceof Error ? error.message : String(error) } };
  }
  try {
    return { file, ok: true, ...(await inspector(raw)) };
  } catch (error) {
    if (error instanceof RefusedInput) return { file, ok: false, error: { code: error.code, message: error.message } };
    throw error;
  }
}

function findProvider({ provider }: CommandOptions): () => Promise<Inspector> {
  const load = typeof provider === 'string' && Object.hasOwn(PROVIDERS, provider) ? PROVIDERS[provider] : undefined;
  if (load !== undefined) return load;
  throw new UsageError(`wechat needs --provider ${Object.keys(PROVIDERS).join(', ')}`);
}

export const inspections: readonly Inspection[] = [
  {
    kind: 'wechat',
    options: ['provider'],
    input: '--provider official-account, wecom: a decrypted callback; wecom-kf: a page of sync_msg; wechaty: a payload of a puppet',
    run: (inputs: AsyncIterable<InspectInput>, options: CommandOptions) => inspectBy(inputs, findProvider(options)),
  },
  {
    kind: 'callback',
    input:
      'JSON of one encrypted callback: platform wechat, wecom or dingtalk, token, aes_key, app_id, timestamp, nonce, encrypt, signature',
    run: (inputs: AsyncIterable<InspectInput>, _options: CommandOptions) =>
      inspectBy(inputs, async () => (await import('./inspecting/callback.js')).inspectCallback),
  },
];
