import { showCallTimes } from '../../call-times.js';
import { row } from '../../row.js';

export default row('D3.3', async (desk, show) => {
  await desk.clock.moveTo('Tue 10:00');
  show(await showCallTimes(desk));
});
