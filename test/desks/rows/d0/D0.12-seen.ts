import { seen } from '../../row.js';

export default seen('D0.12', async (desk, show) => {
  const help = await desk.screens.help('/');
  await help.getByRole('link', { name: 'API 文档' }).waitFor();
  const docs = await desk.screens.help(`${desk.product.apiUrl}/api/docs`);
  await docs.getByText('Link a ticket with an order').first().waitFor();
  const title = await docs.title();
  show(`“API 文档” stands in the help, and /api/docs (${title}) is read in the browser with its routes`);
});
