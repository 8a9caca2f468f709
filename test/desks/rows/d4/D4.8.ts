import { showFastLane } from '../../parts/d4-fast-lane.js';
import { showExpertBooking } from '../../parts/help-parts.js';
import { row } from '../../row.js';

export default row('D4.8', async (desk, show) => {
  const booked = await showExpertBooking(desk);
  show(`${booked}; ${await showFastLane(desk, 'D4.8', 'flagship')}`);
});
