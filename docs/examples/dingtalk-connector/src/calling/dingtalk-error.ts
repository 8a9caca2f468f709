/** DingTalk answered, and it was no yes. */
export class DingtalkError extends Error {
  override readonly name = 'DingtalkError';

  constructor(
    /** HTTP status; 200 for a webhook that says so in its body. */
    readonly status: number,
    /** Its own word: `staffId.notExisted`, or a number of the older API. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The connection was never made: nothing has left. Anything else that breaks is uncertain. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

export function neverConnected(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined;
  return NEVER_CONNECTED.has(cause?.code ?? '');
}
