// `npm run pack:sdk`: what a connector's author installs, as a folder and a tarball below dist/packages. One package, for its three rooms
// are of one version; `#contracts` and `#runtime` lead into it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));
const packages = join(root, 'dist/packages');
const home = join(packages, 'connector-sdk');
/** Written here and moved when it is whole: several may pack at once, and read meanwhile. */
const draft = join(packages, `.draft-${process.pid}`);
const ENTRIES = {
  '.': 'libs/connector-sdk/src/index',
  './writing': 'libs/connector-sdk/src/writing/index',
  './testing': 'libs/connector-sdk/src/testing/index',
  './testing/sample': 'libs/connector-sdk/src/testing/sample/pigeon.conformance',
  './contracts': 'libs/contracts/src/index',
  './contracts/terse': 'libs/contracts/src/message/terse',
  './runtime': 'libs/runtime/src/index',
};
const ROOMS = { '#contracts': './contracts', '#contracts/terse': './contracts/terse', '#runtime': './runtime' };
/** What the emitted code imports; @types/node and zod's types come with them. */
const NEEDS = ['@opentelemetry/api', 'file-type', 'pino', 'prom-client', 'ws', 'yaml', 'zod'];

const fingerprint = hashSources();
const known = readStamp();
if (known.fingerprint === fingerprint && existsSync(join(packages, known.tarball))) say(known.tarball);
else say(pack());

function pack() {
  mkdirSync(draft, { recursive: true });
  emit();
  writeFileSync(join(draft, 'package.json'), `${JSON.stringify(describe(), null, 2)}\n`);
  const packed = spawnSync('npm', ['pack', '--silent', '--pack-destination', draft], { cwd: draft, encoding: 'utf8' });
  if (packed.status !== 0) fail(packed.stderr);
  const tarball = packed.stdout.trim();
  renameSync(join(draft, tarball), join(packages, tarball));
  writeFileSync(join(draft, '.packed.json'), JSON.stringify({ fingerprint, tarball }));
  rmSync(home, { recursive: true, force: true });
  renameSync(draft, home);
  return tarball;
}

function say(tarball) {
  process.stdout.write(`dist/packages/${tarball}\n`);
}

/** Of all that goes into the package, this file too. */
function hashSources() {
  const hash = createHash('sha256');
  const add = (path) => hash.update(path).update(readFileSync(join(root, path)));
  for (const path of ['package.json', 'tsconfig.json', 'apps/tools/pack-sdk.mjs']) add(path);
  for (const room of ['contracts', 'runtime', 'connector-sdk'])
    for (const path of readdirSync(join(root, 'libs', room, 'src'), { recursive: true }).sort())
      if (path.endsWith('.ts')) add(`libs/${room}/src/${path}`);
  return hash.digest('hex');
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(join(home, '.packed.json'), 'utf8'));
  } catch {
    return { fingerprint: '', tarball: '' };
  }
}

function emit() {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const program = ts.createProgram(
    Object.values(ENTRIES).map((entry) => join(root, `${entry}.ts`)),
    { ...options, outDir: draft, rootDir: root, declaration: true, sourceMap: false, incremental: false, tsBuildInfoFile: undefined },
  );
  const faults = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
  if (faults.length > 0)
    fail(ts.formatDiagnostics(faults, { getCanonicalFileName: (name) => name, getCurrentDirectory: () => root, getNewLine: () => '\n' }));
}

function describe() {
  const { version, license, engines, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const at = (entry) => ({ types: `./${ENTRIES[entry]}.d.ts`, default: `./${ENTRIES[entry]}.js` });
  return {
    name: '@tributary/connector-sdk',
    version,
    description: 'What joins a channel to a Tributary desk: types, contracts and the conformance suite.',
    license,
    type: 'module',
    engines,
    exports: Object.fromEntries(Object.keys(ENTRIES).map((entry) => [entry, at(entry)])),
    imports: Object.fromEntries(Object.entries(ROOMS).map(([name, entry]) => [name, at(entry)])),
    dependencies: Object.fromEntries(NEEDS.map((name) => [name, dependencies[name]])),
  };
}

function fail(why) {
  rmSync(draft, { recursive: true, force: true });
  process.stderr.write(`${why}\n`);
  process.exit(1);
}
