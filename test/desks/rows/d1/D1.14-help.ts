import { showGuideAndVideo } from '../../parts/help-parts.js';
import { row } from '../../row.js';

export default row('D1.14', async (desk, show) => show(await showGuideAndVideo(desk)));
