import { entryOf } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D3.23', async (desk, show) => {
  const agent = await desk.agents.get('d3.23-seen');
  const now = desk.clock.now().toISOString();
  const call = { direction: 'inbound', callee: '+86 400 800 3456', startedAt: now, answeredAt: now, endedAt: now, outcome: 'answered' };
  await desk.doors.hook('hotline', { ...call, callId: 'd3.23-seen', caller: '+14155550199', video: true });
  const ticket = await desk.ticketOf('d3.23-seen');
  const page = await desk.screens.ticket(agent, ticket);
  await entryOf(page, '视频通话').waitFor();
  await page
    .getByText(/\+1 ?415/)
    .first()
    .waitFor();
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show('a video call from abroad stood in the thread as 视频通话, with the number of who called');
});
