import type { CommandStatus } from './sent-commands.repository.js';
import type { DeliveryError } from './delivery-records.js';

type Why = Extract<CommandStatus, 'failed' | 'expired' | 'unknown'> | 'unsupported' | 'too_late' | 'no_answer';

const NEVER_SENT: DeliveryError = {
  code: 'recall_never_sent',
  category: 'unknown',
  permanent: true,
  message: 'There is nothing to take back: it was not sent',
  hint: 'Nothing to do.',
};

const REFUSALS: Readonly<Record<Why, DeliveryError>> = {
  failed: NEVER_SENT,
  expired: NEVER_SENT,
  unknown: {
    code: 'recall_uncertain',
    category: 'unknown',
    permanent: true,
    message: 'It cannot be taken back: nobody knows whether it was sent, or under which id',
    hint: 'Write to the recipient, or look at the channel itself.',
  },
  unsupported: {
    code: 'recall_unsupported',
    category: 'unsupported_part',
    permanent: true,
    message: 'The channel takes no sent message back',
    hint: 'Write to the recipient what is to be put right.',
  },
  too_late: {
    code: 'recall_too_late',
    category: 'window_closed',
    permanent: true,
    message: 'It is too late: the channel takes it back no more',
    hint: 'Write to the recipient what is to be put right.',
  },
  no_answer: {
    code: 'recall_no_answer',
    category: 'timeout',
    permanent: false,
    message: 'Nobody can say whether it was taken back',
    hint: 'Look at the channel itself, or ask the recipient.',
  },
};

/** Why a reply stays where it is, for the agent who wanted it back. */
export function refuseRecall(why: CommandStatus | 'unsupported' | 'too_late' | 'no_answer'): DeliveryError {
  return REFUSALS[why as Why] ?? NEVER_SENT;
}
