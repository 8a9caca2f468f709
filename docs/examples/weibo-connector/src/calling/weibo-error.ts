/** Weibo answered, and it was no yes. */
export class WeiboError extends Error {
  override readonly name = 'WeiboError';

  constructor(
    readonly status: number,
    /** Its `error_code`, or the HTTP status. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
