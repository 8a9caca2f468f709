import type { LanguageModelSettings } from '#runtime';
import { PermanentError, RetriableError } from '#runtime';
import type { Label, ReadWords, SecondKind, SecondOpinion, SecondReader } from '../recogniser.js';
import { readAnswer, writeQuestion } from './question.js';

/** More than an answer of a few words is none. */
const MOST_BYTES = 64 * 1_024;

/** A language model behind an OpenAI-compatible chat/completions endpoint. One question, one answer, no second try. */
export class LanguageModel implements SecondReader {
  constructor(private readonly settings: LanguageModelSettings & { readonly url: string }) {}

  async read(words: ReadWords, offered: Readonly<Partial<Record<SecondKind, readonly Label[]>>>): Promise<SecondOpinion> {
    const { url, model, key, timeoutMs } = this.settings;
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
        body: JSON.stringify({ model, ...writeQuestion(this.settings, words, offered), temperature: 0, max_tokens: 200 }),
        // What was meant for one house goes to no other.
        redirect: 'error',
        signal,
      });
      const text = await readStart(response);
      if (!response.ok) throw new RetriableError(`it answered ${response.status}`, { code: 'llm_refused' });
      return readAnswer(text, offered);
    } catch (error) {
      if (error instanceof RetriableError || error instanceof PermanentError) throw error;
      const reason = signal.aborted ? `no answer within ${timeoutMs} ms` : error instanceof Error ? error.message : String(error);
      throw new RetriableError(reason, { code: signal.aborted ? 'llm_late' : 'llm_unreachable' });
    }
  }
}

async function readStart({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    if (bytes > MOST_BYTES) throw new PermanentError('it answered too much', { code: 'llm_garbage' });
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
