// swc, whose results all projects of jest share: what a project is called or matches changes nothing in a file. swc's own options stay in the key.
import { createTransformer as createSwc } from '@swc/jest';

export function createTransformer(options) {
  const swc = createSwc(options);
  return { ...swc, getCacheKey: (source, path, given) => swc.getCacheKey(source, path, { ...given, configString: '' }) };
}

export default { createTransformer };
