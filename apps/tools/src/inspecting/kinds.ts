import { UsageError, type Inspection } from '#runtime';

interface Kind {
  /** Imports only what this kind needs. */
  load(): Promise<Inspection>;
}

const BUILT: Readonly<Record<string, () => Promise<{ inspections: readonly Inspection[] }>>> = {
  mail: () => import('#apps/email-connector/src/email.inspect'),
  reply: () => import('#apps/email-connector/src/email.inspect'),
  html: () => import('#apps/email-connector/src/email.inspect'),
  wechat: () => import('#apps/wechat-connector/src/wechat.inspect'),
  call: () => import('#apps/phone-connector/src/phone.inspect'),
  thread: () => import('../inspect-thread.js'),
  webhook: () => import('#apps/form-connector/src/form.inspect'),
  callback: () => import('#apps/wechat-connector/src/wechat.inspect'),
  classify: () => import('#apps/ticketing/src/classify.inspect'),
};

export function findKind(name: string): Kind {
  const importModule = Object.hasOwn(BUILT, name) ? BUILT[name] : undefined;
  if (importModule === undefined) throw new UsageError(`${name}: there is no such kind\n${explainUsage()}`);
  return {
    async load() {
      const { inspections } = await importModule();
      const found = inspections.find((inspection) => inspection.kind === name);
      if (found === undefined) throw new UsageError(`${name}: this kind is not built yet`);
      return found;
    },
  };
}

export function explainUsage(): string {
  return ['usage: npm run --silent inspect -- KIND [options] FILE… | --files-from LIST|-', `kinds: ${Object.keys(BUILT).join(', ')}`].join(
    '\n',
  );
}
