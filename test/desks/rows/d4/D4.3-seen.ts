import { expect } from '@jest/globals';
import { seen } from '../../row.js';

export default seen('D4.3', async (desk, show) => {
  const help = await desk.screens.help('/promises', 'en');
  const promises = help
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: help.getByRole('heading', { level: 2 }) });
  await promises.first().waitFor();
  const read = (await promises.allInnerTexts()).map((text) => text.split('\n').filter(Boolean));
  expect(read).toEqual([
    ['Bot', 'basics', 'instant'],
    ['Human chat', 'account, payment, technical', '2 min on average'],
    ['Email', 'complex matters, complaints', 'within 4 h'],
    ['Phone', 'urgent technical faults', 'at once, at least 98 % connected'],
  ]);
  await help.locator('header select').selectOption('zh');
  await help.getByText('即时，接通率不低于 98%').waitFor();
  show(`the page of promises compares the channels: ${read.map((each) => each.join(' – ')).join('; ')}`);
});
