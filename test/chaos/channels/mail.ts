import { SmtpClient } from '../../support/smtp-client.js';
import { writeMail } from '../load.js';
import { ADDRESS } from '../product.js';
import type { Channel } from './channel.js';

/** A connection for each try: what a kill leaves of one is not carried over to the next. */
export function openMail(): Channel {
  return {
    inboxId: 'support',
    inbox: { id: 'support', channel: 'email', address: ADDRESS },
    app: 'email-connector',
    joins: true,
    offer: async (conversation, turn, product) => {
      const client = new SmtpClient(product.smtpPort);
      try {
        return (await client.send(conversation.customer, [ADDRESS], writeMail(conversation, turn, ADDRESS))).startsWith('250');
      } finally {
        client.close();
      }
    },
    close: () => Promise.resolve(),
  };
}
