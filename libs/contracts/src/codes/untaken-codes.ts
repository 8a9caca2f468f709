/**
 * Why a message was not taken (`message.parked.v1`) or was gone before it could be (`inbox.gap.v1`), as the connectors of the house say it in `cause`:
 * whoever shows threads has words of his own for each. Connectors of others say theirs; what nobody has words for is told by `reason`.
 */
export const UNTAKEN_CODES = [
  // Any channel.
  'log_refuses',
  'not_understood',
  // Mail.
  'mail_removed',
  'mail_too_large',
  'mail_untakeable',
  // Phone.
  'file_rotated_gone',
  'file_rotated_unreadable',
  'line_answer',
  'line_billsec',
  'line_columns',
  'line_cut',
  'line_disposition',
  'line_duration',
  'line_empty',
  'line_end',
  'line_ends_early',
  'line_lasts_too_long',
  'line_nul',
  'line_quotes_followed',
  'line_start',
  'line_too_long',
  'switch_unlinked',
  // WeChat.
  'callbacks_given_up',
  'callbacks_unanswered',
  'kf_not_fetched',
  'puppet_logged_out',
  'puppet_not_followed',
  'puppet_refuses',
  'puppet_stream_broke',
  'puppet_unreadable',
] as const;
export type UntakenCode = (typeof UNTAKEN_CODES)[number];
