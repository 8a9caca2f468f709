/**
 * There will never be bytes. `expired`: the remote has thrown them away; `rejected`: we do not take them (too large); `failed`: they never could be
 * had. The message is the reason an agent reads.
 */
export class MediaLost extends Error {
  override readonly name = 'MediaLost';

  constructor(
    readonly state: 'expired' | 'rejected' | 'failed',
    reason: string,
    /** What the remote says of its size, in bytes. */
    readonly sizeBytes?: number,
  ) {
    super(reason);
  }
}
