import { showExpertBooking } from '../../parts/help-parts.js';
import { row } from '../../row.js';

export default row('D4.8', async (desk, show) => show(await showExpertBooking(desk)));
