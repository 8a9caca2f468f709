import { seen } from '../../row.js';

export default seen('D0.12', async (desk, show) => {
  const help = await desk.screens.help('/');
  await help.getByRole('link', { name: 'API 文档' }).waitFor();
  await help.goto(`${desk.product.apiUrl}/api/docs`, { waitUntil: 'commit' });
  await help.getByRole('heading', { name: /^Tributary/ }).waitFor();
  show(
    '“API 文档” stands in the help, and the description of the API is read at /api/docs, where nothing of it breaks the browser’s rules',
  );
});
