import { showAnswerTargets } from '../../answer-targets.js';
import { row } from '../../row.js';

export default row('D3.6', async (desk, show) => {
  await desk.clock.moveTo('Tue 10:00');
  show(await showAnswerTargets(desk));
});
