import { UsageError } from '#runtime';
import type { Inspector } from './inspector.js';

export const inspectOfficialAccount: Inspector = () => {
  throw new UsageError('wechat --provider official-account: this provider is not built yet');
};
