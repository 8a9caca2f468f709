import { UsageError } from '#runtime';
import type { Inspector } from './inspector.js';

export const inspectWechaty: Inspector = () => {
  throw new UsageError('wechat --provider wechaty: this provider is not built yet');
};
