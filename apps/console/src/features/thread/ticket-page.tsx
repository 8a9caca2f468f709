import { Shown, useAsked } from '#page-kit';
import { useParams } from 'wouter';
import { Answer } from '../answer/answer.js';

/** Is built in another clone; here to see the composer alone. */
export function TicketPage() {
  const { id = '' } = useParams<{ id: string }>();
  const ticket = useAsked('GET /tickets/{id}', { path: { id } });
  return (
    <Shown of={ticket}>
      {(data) => (
        <>
          <h1>{data.subject}</h1>
          <Answer ticket={data} />
        </>
      )}
    </Shown>
  );
}
