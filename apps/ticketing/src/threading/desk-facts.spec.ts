import { randomUUID } from 'node:crypto';
import { DeskFacts } from './desk-facts.js';
import { resolveThread } from './resolve-thread.js';
import { describeThreadingDesk } from './testing/threading-desk.contract.js';
import { toThreadableMessage } from './to-threadable-message.js';

describeThreadingDesk('memory', () => {
  const facts = new DeskFacts(() => randomUUID());
  return Promise.resolve({
    take: (...messages) =>
      Promise.resolve(
        messages.map((message) => {
          const threadable = toThreadableMessage(message, { contactId: null, token: { kind: 'none' }, ownAddresses: new Set() });
          const decision = resolveThread(threadable, facts);
          facts.record(threadable, decision);
          const { rule, review, suggestedTicketId, ticket } = decision;
          return { ticketId: ticket.ticketId, rule, review, suggestedTicketId };
        }),
      ),
    close: () => Promise.resolve(),
  });
});
