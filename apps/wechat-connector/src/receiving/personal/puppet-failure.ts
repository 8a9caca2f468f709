/** gRPC status codes that mean something here (grpc/grpc `doc/statuscodes.md`). */
export const GRPC = {
  cancelled: 1,
  deadlineExceeded: 4,
  notFound: 5,
  alreadyExists: 6,
  unavailable: 14,
  unauthenticated: 16,
} as const;

/** A call or a stream of the puppet service that failed. `code` is gRPC's; `details` is what the service or the transport said. */
export class PuppetFailure extends Error {
  override readonly name = 'PuppetFailure';

  constructor(
    readonly code: number,
    readonly details: string,
    what: string,
  ) {
    super(`${what}: ${details} (gRPC ${code})`);
  }

  /** Does the link, and not the puppet, say so? Then another try may go better. */
  get isAboutLink(): boolean {
    return this.code === GRPC.unavailable || this.code === GRPC.deadlineExceeded || this.code === GRPC.cancelled;
  }

  /** Is it certain that the service never saw the call? */
  get neverArrived(): boolean {
    return this.code === GRPC.unavailable && /no connection established|name resolution failed|not connected/i.test(this.details);
  }
}

export function toPuppetFailure(error: unknown, what: string): PuppetFailure {
  if (error instanceof PuppetFailure) return error;
  const { code, details, message } = error as { code?: unknown; details?: unknown; message?: unknown };
  const words = [details, message].find((text): text is string => typeof text === 'string' && text !== '');
  return new PuppetFailure(typeof code === 'number' ? code : 2, hideToken(words ?? String(error)), what);
}

/** Services repeat the token that they refuse. */
function hideToken(words: string): string {
  return words.replace(/TOKEN "[^"]*"/gi, 'TOKEN').slice(0, 500);
}
