import type { Inspector } from './inspector.js';
import { inspectXmlCallback } from './xml-callback.js';

export const inspectOfficialAccount: Inspector = (raw) => ({ ...inspectXmlCallback(raw) });
