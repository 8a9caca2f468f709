import { openDatabase, startEmbeddedPostgres } from '#database';
import { silentLogger } from '#runtime';

// Holds the embedded server of a data folder and writes rows until it is killed; says each one after its commit.
const [, , dataDir = ''] = process.argv;
const server = await startEmbeddedPostgres({ dataDir, port: 0, logger: silentLogger });
const database = await openDatabase({ url: server.url, poolSize: 2, statementTimeoutMs: 10_000, logger: silentLogger });
await database.sql.query('create table if not exists notes (id int primary key)');
console.log(JSON.stringify({ pid: server.pid }));
for (let id = 1; ; id += 1) {
  await database.sql.query('insert into notes values ($1)', [id]);
  console.log(JSON.stringify({ id }));
}
