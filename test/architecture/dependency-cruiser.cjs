// The floors table of the house (docs/architecture.md): what is not listed is forbidden, and so is any circle.
const libs = {
  contracts: [],
  runtime: [],
  database: ['runtime'],
  'event-bus': ['runtime', 'contracts', 'database'],
  'blob-store': ['runtime', 'contracts', 'database'],
  'api-client': ['contracts'],
  'page-kit': ['api-client', 'contracts'],
  'connector-sdk': ['runtime', 'contracts', 'database', 'blob-store', 'event-bus'],
  'service-host': ['runtime', 'contracts', 'database', 'blob-store', 'event-bus', 'connector-sdk'],
};
const spec = '\\.(spec|test)\\.ts$';
const anyOf = (names) => `^libs/(${names.join('|')})/`;

const floors = Object.entries(libs).map(([room, allowed]) => ({
  name: `floor-${room}`,
  severity: 'error',
  comment: `libs/${room} may import: ${allowed.join(', ') || 'nothing of ours'}`,
  from: { path: `^libs/${room}/`, pathNot: spec },
  to: { path: ['^libs/', '^apps/'], pathNot: [`^libs/${room}/`, ...(allowed.length ? [anyOf(allowed)] : [])] },
}));

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    ...floors,
    {
      name: 'connectors-reach-the-house-through-the-sdk',
      severity: 'error',
      from: { path: '^apps/[^/]+-connector/', pathNot: ['main\\.ts$', spec] },
      to: {
        path: ['^libs/', '^apps/'],
        pathNot: [anyOf(['connector-sdk', 'contracts', 'runtime']), '^apps/$1/', '^apps/[^/]+-connector/'],
      },
    },
    {
      name: 'apps-do-not-import-apps',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/(standalone|tools)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'pages-know-the-api-alone',
      severity: 'error',
      from: { path: '^apps/(console|portal)/' },
      to: { path: ['^libs/', '^apps/'], pathNot: [anyOf(['page-kit', 'api-client', 'contracts']), '^apps/(console|portal)/'] },
    },
    {
      name: 'page-kit-is-for-pages',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: ['^apps/(console|portal)/', '^libs/page-kit/'] },
      to: { path: '^libs/page-kit/' },
    },
    {
      name: 'sdk-host-is-for-service-host',
      severity: 'error',
      from: { path: '^apps/', pathNot: spec },
      to: { path: '^libs/connector-sdk/src/host/' },
    },
    {
      name: 'ticketing-asks-no-channel',
      severity: 'error',
      from: { path: '^apps/ticketing/', pathNot: ['main\\.ts$', spec] },
      to: { path: '^libs/', pathNot: anyOf(['event-bus', 'database', 'blob-store', 'contracts', 'runtime']) },
    },
    {
      name: 'main-may-boot',
      severity: 'error',
      from: { path: '^apps/[^/]+/src/main\\.ts$' },
      to: {
        path: '^libs/',
        pathNot: anyOf(['service-host', 'contracts', 'runtime', 'connector-sdk', 'event-bus', 'database', 'blob-store']),
      },
    },
    {
      name: 'roof-composes-modules',
      severity: 'error',
      from: { path: '^apps/(standalone|tools)/', pathNot: spec },
      to: { path: '^apps/', pathNot: ['^apps/(standalone|tools)/', '\\.(module|inspect|admin)\\.ts$'] },
    },
    {
      name: 'no-test-code-in-the-product',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: [spec, '/testing/'] },
      to: { path: '^test/' },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['node_modules', '^dist', '^data', '^docs'] },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
    moduleSystems: ['es6', 'cjs'],
  },
};
