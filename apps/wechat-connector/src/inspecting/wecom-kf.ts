import { UsageError } from '#runtime';
import type { Inspector } from './inspector.js';

export const inspectWecomKf: Inspector = () => {
  throw new UsageError('wechat --provider wecom-kf: this provider is not built yet');
};
