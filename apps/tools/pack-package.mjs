// `npm run pack:sdk` and `npm run pack:api-client`: what outsiders install, each as a folder and a tarball below dist/packages.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));
const packages = join(root, 'dist/packages');
/** A connector's author: one package, for its three rooms are of one version; `#contracts` and `#runtime` lead into it. */
const SDK = {
  description: 'What joins a channel to a Tributary desk: types, contracts and the conformance suite.',
  rooms: ['contracts', 'runtime', 'connector-sdk'],
  entries: {
    '.': 'libs/connector-sdk/src/index',
    './writing': 'libs/connector-sdk/src/writing/index',
    './testing': 'libs/connector-sdk/src/testing/index',
    './testing/sample': 'libs/connector-sdk/src/testing/sample/pigeon.conformance',
    './contracts': 'libs/contracts/src/index',
    './contracts/terse': 'libs/contracts/src/message/terse',
    './runtime': 'libs/runtime/src/index',
  },
  imports: { '#contracts': './contracts', '#contracts/terse': './contracts/terse', '#runtime': './runtime' },
  /** What the emitted code imports; @types/node and zod's types come with them. */
  needs: ['@opentelemetry/api', 'file-type', 'pino', 'prom-client', 'ws', 'yaml', 'zod'],
};
/** Whose program asks the desk; runs in browsers too. */
const API_CLIENT = {
  description: 'The API of a Tributary desk as typed calls.',
  rooms: ['api-client'],
  entries: { '.': 'libs/api-client/src/index' },
  imports: {},
  needs: [],
};
const PACKAGES = { 'connector-sdk': SDK, 'api-client': API_CLIENT };

const [, , name = 'connector-sdk'] = process.argv;
const wanted = PACKAGES[name];
if (wanted === undefined) {
  process.stderr.write(`there is no package ${name}; one of: ${Object.keys(PACKAGES).join(', ')}\n`);
  process.exit(2);
}
const home = join(packages, name);
/** Written here and moved when it is whole: several may pack at once, and read meanwhile. */
const draft = join(packages, `.draft-${name}-${process.pid}`);

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
  for (const path of ['package.json', 'tsconfig.json', 'apps/tools/pack-package.mjs']) add(path);
  for (const room of wanted.rooms)
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
    Object.values(wanted.entries).map((entry) => join(root, `${entry}.ts`)),
    { ...options, outDir: draft, rootDir: root, declaration: true, sourceMap: false, incremental: false, tsBuildInfoFile: undefined },
  );
  const faults = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
  if (faults.length > 0)
    fail(ts.formatDiagnostics(faults, { getCanonicalFileName: (name) => name, getCurrentDirectory: () => root, getNewLine: () => '\n' }));
}

function describe() {
  const { version, license, engines, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const at = (entry) => ({ types: `./${wanted.entries[entry]}.d.ts`, default: `./${wanted.entries[entry]}.js` });
  const all = (names, of) => Object.fromEntries(names.map((each) => [each, of(each)]));
  return {
    name: `@tributary/${name}`,
    version,
    description: wanted.description,
    license,
    type: 'module',
    engines,
    exports: all(Object.keys(wanted.entries), at),
    imports: all(Object.keys(wanted.imports), (each) => at(wanted.imports[each])),
    dependencies: all(wanted.needs, (each) => dependencies[each]),
  };
}

function fail(why) {
  rmSync(draft, { recursive: true, force: true });
  process.stderr.write(`${why}\n`);
  process.exit(1);
}
