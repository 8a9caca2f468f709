// Light on purpose: a `main` imports this before its port listens. The parts of a process are behind `#service-host/parts`.
export { startHost, type AppSource, type HostOptions, type RunningHost } from './host.js';
export { explain, runApps, type RunOptions } from './run-apps.js';
export type { ThreadSource } from './threads/app-thread.js';
export { runAppThread } from './threads/run-app-thread.js';
