import { row } from '../../row.js';
import { showStaffing } from '../../parts/d3-6-staffing.js';

export default row('D3.6', async (desk, show) => show(await showStaffing(desk)));
