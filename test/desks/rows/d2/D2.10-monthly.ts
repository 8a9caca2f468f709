import { newestWhere, type NoticeSeen } from '../../emergency-views.js';
import { row } from '../../row.js';

export default row(
  'D2.10',
  async (desk, show) => {
    await desk.clock.moveTo('2026-04-01 06:05');
    const told = await newestWhere<NoticeSeen>(
      desk,
      '/notices?kind=knowledge_reviews_due',
      ({ text }) => text.includes('month=2026-04'),
      'the month’s reviews, to supervisors',
    );
    show(`on the first of the month supervisors are told what is to be looked at again: ${told.text}`);
  },
  { on: '2026-04-01' },
);
