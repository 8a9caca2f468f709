import { Injectable, Module } from '@nestjs/common';

/** Who has a page open, told while it is: whoever keeps presence listens. */
@Injectable()
export class SignsOfLife {
  private readonly listeners: ((agentIds: readonly string[]) => void)[] = [];

  /** Call it in `onModuleInit`. */
  listen(listener: (agentIds: readonly string[]) => void): void {
    this.listeners.push(listener);
  }

  tell(agentIds: readonly string[]): void {
    if (agentIds.length > 0) for (const listener of this.listeners) listener(agentIds);
  }
}

/** Of its own, so that presence needs no sockets and sockets no presence. */
@Module({ providers: [SignsOfLife], exports: [SignsOfLife] })
export class SignsOfLifeModule {}
