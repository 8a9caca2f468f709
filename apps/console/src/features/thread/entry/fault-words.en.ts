/** How an answer's way stands, and what to do where it failed. */
export const faults = {
  delivery: {
    queued: 'Waits to go out',
    held: 'Held until the customer writes again',
    sending: 'Is going out',
    unknown: 'Perhaps sent',
    sent: 'Sent',
    delivered: 'Delivered',
    read: 'Read',
    failed: 'Not delivered',
    expired: 'Not sent in time',
    cancelled: 'Taken back before it went out',
    recalled: 'Taken back',
    recalling: 'Is being taken back',
    recallRefused: 'Could not be taken back',
  },
  deliveryUnknown:
    'We do not know whether it went out: the line broke while it was sent. Ask the customer whether he has it; do not send it twice blindly.',
  fault: {
    window_closed: {
      what: 'The channel’s time to answer is over.',
      todo: 'Wait until the customer writes again, or answer by another channel.',
    },
    quota_exceeded: {
      what: 'The channel allows no more answers for now.',
      todo: 'Wait until the customer writes again, or say it in fewer messages.',
    },
    recipient_invalid: {
      what: 'This address does not exist or no longer takes mail.',
      todo: 'Ask the customer by another way for one that works.',
    },
    recipient_blocked: { what: 'The customer does not take messages from us.', todo: 'Reach the customer by another channel.' },
    content_rejected: {
      what: 'The other side refused what is in it.',
      todo: 'Say it in other words, without links or files, and send again.',
    },
    too_large: { what: 'It is too large for the other side.', todo: 'Send smaller files, or a link to them.' },
    unsupported_part: { what: 'The channel cannot carry a part of it.', todo: 'Send it as text, or by another channel.' },
    auth: { what: 'The channel does not let us in.', todo: 'Tell an operator: the inbox needs new access data.' },
    rate_limited: { what: 'Too much was sent at once.', todo: 'It is tried again by itself; send again later where it was not.' },
    provider_unavailable: { what: 'The other side could not be reached.', todo: 'Send it again in a while.' },
    timeout: { what: 'The other side gave no answer in time.', todo: 'Ask the customer whether it came before you send it again.' },
    misconfigured: { what: 'The inbox is not set up for this.', todo: 'Tell an operator; the words below help.' },
    loop_guard: {
      what: 'It was held back, for two machines would have answered one another.',
      todo: 'Write it yourself if a person waits for it.',
    },
    unknown: {
      what: 'It did not work, for a reason that we do not know.',
      todo: 'Try another channel, or tell an operator; the words below help.',
    },
  },
  otherSideSaid: 'The other side said: {{words}}',
  mayNotArrive: 'It will hardly arrive at {{address}}: {{reason}}',
  rerouted: 'First tried by {{channel}}, which did not take it',
  adapted: { text_instead: 'A part went out as text.', text_cut: 'The text was shortened.', left_out: 'A part was left out.' },
  recall: 'Take back?',
  recallDo: 'Take it back now',
  recallImpossible: 'It cannot be taken back any more.',
};
