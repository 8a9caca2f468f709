import { describeThreadingDesk } from '../../../apps/ticketing/src/threading/testing/threading-desk.contract.js';
import { openDesk } from '../../support/ticketing-desk.js';

interface Row {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly ticket_id: string;
  readonly threading: { rule: string; review: boolean; suggestedTicketId?: string };
}

describeThreadingDesk('PostgreSQL', async () => {
  const desk = await openDesk();
  return {
    async take(...messages) {
      await desk.take(...messages);
      const rows = await desk.database.sql.query<Row>('select id, ticket_id, threading from entries where id = any($1::uuid[])', [
        messages.map(({ id }) => id),
      ]);
      const byId = new Map(rows.map((row) => [row.id, row]));
      return messages.map(({ id }) => {
        const { ticket_id: ticketId, threading } = byId.get(id)!;
        const { rule, review, suggestedTicketId = null } = threading;
        return { ticketId, rule, review, suggestedTicketId };
      });
    },
    close: () => desk.close(),
  };
});
