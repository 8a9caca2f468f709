import { startEmbeddedPostgres } from '#database';
import { silentLogger, TributaryError } from '#runtime';

// Says how the start went; ends at once when it was refused.
const [, , dataDir = ''] = process.argv;
try {
  const server = await startEmbeddedPostgres({ dataDir, port: 0, logger: silentLogger });
  console.log(JSON.stringify({ pid: server.pid }));
  setInterval(() => undefined, 60_000);
} catch (error) {
  console.log(
    JSON.stringify(error instanceof TributaryError ? { code: error.code, message: error.message, hint: error.hint } : String(error)),
  );
}
