import type { Inspector } from './inspector.js';
import { inspectXmlCallback } from './xml-callback.js';

export const inspectWecom: Inspector = (raw) => ({ ...inspectXmlCallback(raw) });
