/**
 * What somebody did that is no message (`act` of `contact.event.v1`), as the connectors of the house say it: whoever shows threads has words of his own for
 * each. Connectors of others say theirs; what nobody has words for is told by `name`.
 */
export const ACT_CODES = [
  'app_opened',
  'authorization_withdrawn',
  'event',
  'followed',
  'followed_by_code',
  'located',
  'mass_message_done',
  'menu_button',
  'menu_code_scanned',
  'menu_link',
  'menu_mini_program',
  'menu_photo_taken',
  'menu_picture_chosen',
  'menu_place_chosen',
  'messages_refused',
  'messages_taken_again',
  'other_message_failed',
  'profile_modified',
  'qr_code_scanned',
  'servicer_receives',
  'servicer_receives_no_more',
  'session_began',
  'session_changed',
  'session_ended',
  'session_entered',
  'session_handed',
  'session_moved',
  'session_resumed',
  'session_taken',
  'template_message_done',
  'unfollowed',
  'welcomed',
] as const;
export type ActCode = (typeof ACT_CODES)[number];
