import { showFastLane } from '../../parts/d4-fast-lane.js';
import { row } from '../../row.js';

export default row('D4.8', async (desk, show) => show(await showFastLane(desk, 'D4.8', 'flagship')));
