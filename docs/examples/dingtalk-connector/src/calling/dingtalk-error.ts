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
