import { UsageError } from '#runtime';
import type { Inspector } from './inspector.js';

export const inspectWecom: Inspector = () => {
  throw new UsageError('wechat --provider wecom: this provider is not built yet');
};
