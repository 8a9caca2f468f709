// `npm run pack:sdk`: what a connector's author installs, as a folder and a tarball below dist/packages. One package, for its three rooms
// are of one version; `#contracts` and `#runtime` lead into it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));
const home = join(root, 'dist/packages/connector-sdk');
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
const NEEDS = ['@opentelemetry/api', 'pino', 'prom-client', 'yaml', 'zod'];

rmSync(home, { recursive: true, force: true });
mkdirSync(home, { recursive: true });
emit();
writeFileSync(join(home, 'package.json'), `${JSON.stringify(describe(), null, 2)}\n`);
const packed = spawnSync('npm', ['pack', '--silent', '--pack-destination', join(root, 'dist/packages')], { cwd: home, encoding: 'utf8' });
if (packed.status !== 0) fail(packed.stderr);
process.stdout.write(`dist/packages/${packed.stdout.trim()}\n`);

function emit() {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const program = ts.createProgram(
    Object.values(ENTRIES).map((entry) => join(root, `${entry}.ts`)),
    { ...options, outDir: home, rootDir: root, declaration: true, sourceMap: false, incremental: false, tsBuildInfoFile: undefined },
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
  process.stderr.write(`${why}\n`);
  process.exit(1);
}
