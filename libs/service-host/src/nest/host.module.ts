import { type DynamicModule, type FactoryProvider, Global, Module, type Provider, type ValueProvider } from '@nestjs/common';

/** Gives the process's parts to every module by their tokens. */
@Global()
@Module({})
export class HostModule {
  static provide(parts: ReadonlyMap<symbol, unknown>): DynamicModule {
    const providers: ValueProvider[] = [...parts].map(([provide, useValue]) => ({ provide, useValue }));
    return { module: HostModule, providers, exports: [...parts.keys()] };
  }
}

export type HostProvider = Provider | FactoryProvider;
