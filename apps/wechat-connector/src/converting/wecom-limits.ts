/** Most bytes of a text: kf/send_msg and message/send cut or refuse what is longer. */
export const WECOM_TEXT_BYTES = 2_048;

const MiB = 1024 * 1024;

/** What media/upload takes, by our kind of part. What does not fit into its kind may still go as a file. */
export const WECOM_MEDIA = {
  image: { type: 'image', maxBytes: 10 * MiB, mimes: ['image/jpeg', 'image/png'] },
  audio: { type: 'voice', maxBytes: 2 * MiB, mimes: ['audio/amr'] },
  video: { type: 'video', maxBytes: 10 * MiB, mimes: ['video/mp4'] },
  file: { type: 'file', maxBytes: 20 * MiB, mimes: ['*/*'] },
} as const;

/** Anything smaller is refused by media/upload. */
export const MIN_MEDIA_BYTES = 6;
