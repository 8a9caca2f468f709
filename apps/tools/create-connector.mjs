// `npm run create-connector -- NAME [FOLDER]`: a package of its own for a new channel, made of docs/examples/parrot-connector, with the packed SDK
// beside it. It passes the conformance suite at once; its author changes it step by step into his channel (docs/write-a-connector.md).
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const example = join(root, 'docs/examples/parrot-connector');
const usage = `usage: npm run create-connector -- NAME [FOLDER]
  NAME     the channel, a lower-case word: letters, digits and dashes, at most 31 (dingtalk)
  FOLDER   where the package goes; default ./NAME-connector. It must not exist, or be empty.`;

const [name, given] = process.argv.slice(2);
if (name === undefined || process.argv.length > 4) refuse(usage);
if (!/^[a-z][a-z0-9-]{0,30}$/.test(name) || name.endsWith('-')) refuse(`${JSON.stringify(name)} is no name of a channel.\n${usage}`);
// npm runs us in the repository; whoever typed the command stands somewhere else.
const folder = resolve(process.env['INIT_CWD'] ?? process.cwd(), given ?? `${name}-connector`);
if (existsSync(folder) && readdirSync(folder).length > 0)
  refuse(`${folder} is there already, and not empty: name another folder, or empty it.`);

const tarball = packSdk();
mkdirSync(join(folder, 'vendor'), { recursive: true });
cpSync(example, folder, {
  recursive: true,
  filter: (path) => !/(^|\/)(node_modules|dist|package-lock\.json)$/.test(relative(example, path)),
});
cpSync(tarball, join(folder, 'vendor', basename(tarball)));
for (const path of listFiles(folder)) rename(path);
rewritePackage();
process.stdout.write(`${folder}: a connector for the channel ${name}. Now:
  cd ${folder} && npm install && npm test
Then make it yours, as docs/write-a-connector.md leads.
`);

function packSdk() {
  const packed = spawnSync(process.execPath, [join(root, 'apps/tools/pack-package.mjs'), 'connector-sdk'], { cwd: root, encoding: 'utf8' });
  if (packed.status !== 0) refuse(`The SDK cannot be packed:\n${packed.stderr}`);
  return join(root, packed.stdout.trim());
}

function* listFiles(within) {
  for (const entry of readdirSync(within, { withFileTypes: true })) {
    const path = join(within, entry.name);
    if (!entry.isDirectory()) yield path;
    else if (entry.name !== 'vendor') yield* listFiles(path);
  }
}

/** `parrot` in all its spellings becomes the channel's name, in the text and in the file's name. */
function rename(path) {
  const spelled = name.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const pascal = spelled.join('');
  const camel = pascal.charAt(0).toLowerCase() + pascal.slice(1);
  const text = readFileSync(path, 'utf8')
    .replaceAll('Parrot', pascal)
    .replaceAll(/\bparrot(?=[A-Z])/g, camel)
    .replaceAll('parrot', name);
  writeFileSync(path, text);
  if (basename(path).includes('parrot')) renameSync(path, join(path, '..', basename(path).replaceAll('parrot', name)));
}

function rewritePackage() {
  const path = join(folder, 'package.json');
  const described = JSON.parse(readFileSync(path, 'utf8'));
  described.dependencies['@tributary/connector-sdk'] = `file:vendor/${basename(tarball)}`;
  writeFileSync(path, `${JSON.stringify(described, null, 2)}\n`);
}

function refuse(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
