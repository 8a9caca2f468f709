import type { StateReport } from '@tributary/connector-sdk';
import type { ParrotConfig } from '../parrot.config.js';

const PATIENCE_MS = 10_000;

/** The remote takes calls, and refused this one. */
class Refusal extends Error {
  constructor(readonly status: number) {
    super(`The remote answers ${status}`);
  }
}

/** Resolves when the token is good. */
export async function lookAtAccount({ baseUrl, token }: ParrotConfig, stopping: AbortSignal): Promise<void> {
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(PATIENCE_MS)]);
  const { status } = await fetch(`${baseUrl}/me`, { headers: { authorization: `Bearer ${token}` }, signal });
  if (status >= 400) throw new Refusal(status);
}

/** What an operator reads when the remote does not let us in, or cannot be reached. */
export function toStateReport(error: unknown): StateReport {
  if (error instanceof Refusal && error.status === 401)
    return { state: 'bad_credentials', detail: 'The remote refuses the token', hint: 'Set `token` of this inbox anew.' };
  const detail = error instanceof Error ? error.message : String(error);
  if (error instanceof Refusal) return { state: 'degraded', detail, hint: 'Nothing to do: it is tried again.' };
  return { state: 'degraded', detail: `No answer from the remote: ${detail}`, hint: 'Look at the network, or at the remote.' };
}
