// Every command of the product: builds first when `dist` is older than the source, then runs it. Plain JavaScript: needs no build itself.
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureBuilt, startedFile } from './build.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const usage = `usage: node apps/tools/run.mjs COMMAND
  standalone            the whole product in one process
  app NAME              one app of a cluster: ticketing, email-connector, form-connector,
                        notification-connector, phone-connector, webchat-connector, wechat-connector
  demo | inspect | admin | desks | generate
  build                 only builds, with the large files of which the programs start sooner (dist/programs)
  exec PATH [ARG...]    runs a file below the root, named without extension`;

const commands = {
  standalone: () => 'apps/standalone/src/main',
  app: (rest) => appMain(rest.shift()),
  demo: () => 'apps/tools/src/demo',
  inspect: () => 'apps/tools/src/inspect',
  admin: () => 'apps/tools/src/admin',
  desks: () => 'apps/tools/src/desks',
  generate: () => 'apps/tools/src/generate',
  exec: (rest) => rest.shift(),
};

function appMain(name) {
  return name !== undefined && /^[a-z][a-z-]*$/.test(name) ? `apps/${name}/src/main` : undefined;
}

function refuse(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

const [command, ...rest] = process.argv.slice(2);
if (command === 'build') {
  await ensureBuilt(root, { programs: true });
} else {
  const path = Object.hasOwn(commands, command ?? '') ? commands[command](rest) : undefined;
  if (path === undefined) refuse(usage);
  await ensureBuilt(root);
  const main = startedFile(root, path);
  if (!existsSync(main)) refuse(`${[command, ...process.argv.slice(3, 4)].join(' ')}: there is no ${path}.ts, so it is not built yet`);
  process.argv = [process.argv[0], main, ...rest];
  // The very process goes on as the command: one Node in memory, signals and exit code are its own.
  const { main: run } = await import(pathToFileURL(main).href);
  if (typeof run === 'function') process.exitCode = (await run(rest)) ?? process.exitCode ?? 0;
}
