/**
 * What is broken on purpose, and by which suites it is judged. `mutate`: globs below apps/ticketing/src; `units`: folders there whose specs judge it; `stored`:
 * suites of test/integration/ticketing that judge it too; `shell`: those that judge what reads and writes in transactions.
 * @type {Readonly<Record<string, Readonly<Record<'mutate' | 'units' | 'stored' | 'shell', readonly string[]>>>>}
 */
export const AREAS = {
  calendar: {
    mutate: ['service-levels/{calendars,holidays,hours}/*.ts'],
    units: ['service-levels'],
    stored: [],
    shell: ['hours'],
  },
  clock: {
    mutate: ['service-levels/*.ts', 'service-levels/{clocks,targets,attention}/*.ts'],
    units: ['service-levels'],
    stored: [],
    shell: ['clocks', 'hours'],
  },
  routing: {
    mutate: ['routing/**/*.ts', '!routing/**/testing/*.ts'],
    units: ['routing'],
    stored: [],
    shell: ['routing', 'routing-groups', 'routing-help'],
  },
  rights: {
    mutate: ['agents/*.ts', 'access/*.ts', 'sealed/*.ts', 'http/visibility.guard.ts', 'realtime/stream-viewer.ts'],
    units: ['agents', 'access', 'http', 'realtime'],
    stored: ['visibility', 'hidden-tickets'],
    shell: ['rights', 'access', 'http/access'],
  },
};

/** Decides nothing: SQL and wiring. */
export const LEFT_OUT = ['!**/*.spec.ts', '!**/*.repository.ts', '!**/*.module.ts'];
