import { expect } from '@jest/globals';
import { seen } from '../../row.js';

export default seen('D0.16', async (desk, show) => {
  const help = await desk.screens.help('/');
  const link = help.getByRole('link', { name: 'SmartCV 用户交流群' });
  expect(await link.getAttribute('href')).toBe('https://community.smartcv.example/');
  await help.getByLabel(/语言|Language/).selectOption('en');
  await help.getByRole('link', { name: 'SmartCV user community' }).waitFor();
  show('the link to the community stands in the help, and turned with the language');
});
