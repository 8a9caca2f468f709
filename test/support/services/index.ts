export { findAsterisk, startAsterisk, type AsteriskServer } from './asterisk.js';
export { findChromium, launchChromium } from './chromium.js';
export { describeWithService, itWithService } from './describe-with-service.js';
export type { DovecotUser } from './dovecot-config.js';
export { findDovecot, startDovecot, type DovecotServer } from './dovecot.js';
export { findKafka, startKafka, type KafkaServer } from './kafka.js';
export { connectMailProgram } from './mail-program.js';
export { findFreePorts } from './ports.js';
