import { expect } from '@jest/globals';
import { row } from '../../row.js';

const DAY = 24 * 3_600_000;

export default row('D0.15', async (desk, show) => {
  const open = (from: string) => desk.doors.mail({ from, to: 'support@smartcv.example', subject: `D0.15 ${from}`, text: '如何换模板？' });
  const chosen = await open('d0.15-pro@customer.test');
  const other = await open('d0.15-free@customer.test');
  await desk.api('PATCH', `/contacts/${chosen.contact.id}`, { plan: 'pro' });
  await desk.api('PATCH', `/contacts/${other.contact.id}`, { plan: 'free' });
  await desk.clock.advance(DAY);
  const asked = await desk.mailTo('d0.15-pro@customer.test', ({ mail: { text = '' } }) => text.includes('推荐给朋友'));
  expect(asked.mail.text).toContain('0 至 10');
  const surveys = (address: string) =>
    desk.customers.arrived.filter(({ envelopeTo, mail: { text = '' } }) => envelopeTo.includes(address) && text.includes('推荐给朋友'));
  expect(surveys('d0.15-free@customer.test')).toEqual([]);
  await desk.api('POST', '/survey-rounds', { round: 'experience', contactIds: [other.contact.id] });
  await desk.mailTo('d0.15-free@customer.test', ({ mail: { text = '' } }) => text.includes('推荐给朋友'));
  await desk.doors.mail({ from: 'd0.15-pro@customer.test', to: 'support@smartcv.example', subject: `Re: [${chosen.number}]`, text: '9' });
  await desk.until(
    async () => JSON.stringify(await desk.api('GET', `/feedback?ticket=${chosen.id}`)).includes('"recommend":9'),
    'the answer',
  );
  expect(surveys('d0.15-pro@customer.test')).toHaveLength(1);
  show(
    'customers on a paid plan were asked once how likely they recommend SmartCV, one on the free plan only when chosen by hand; the answer 9 is kept',
  );
});
