/** Injection tokens of what every process has once. The rooms above add theirs beside their ports. */
export const SETTINGS = Symbol('Settings');
export const LOGGER = Symbol('Logger');
export const CLOCK = Symbol('Clock');
export const HEALTH = Symbol('HealthRegistry');
/** `Metrics`: one registry a process. */
export const METRICS = Symbol('Metrics');
/** `SecretKey`: derives purpose keys, seals and unseals. */
export const SECRET_KEY = Symbol('SecretKey');
/** `Tracing`: makes and continues W3C trace contexts. */
export const TRACING = Symbol('Tracing');
/** `StartupNotes`: what the terminal shows when the product is ready. */
export const STARTUP_NOTES = Symbol('StartupNotes');
