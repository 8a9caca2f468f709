import { removeTestServer } from './test-server.mjs';

export default async function tearDown() {
  const folder = process.env.TRIBUTARY_TEST_POSTGRES_DIR;
  if (folder === undefined) return;
  delete process.env.TRIBUTARY_TEST_POSTGRES_DIR;
  await removeTestServer(folder);
}
