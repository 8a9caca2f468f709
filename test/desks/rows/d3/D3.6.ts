import { showAnswerTargets } from '../../answer-targets.js';
import { showStaffing } from '../../parts/d3-6-staffing.js';
import { row } from '../../row.js';

export default row('D3.6', async (desk, show) => {
  await desk.clock.moveTo('Tue 10:00');
  const targets = await showAnswerTargets(desk);
  show(`${targets}; ${await showStaffing(desk)}`);
});
