import { ExpressAdapter } from '@nestjs/platform-express';
import type { FrontDoor } from '../http/front-door.js';

/** Express on the server that listens already. */
export class DoorAdapter extends ExpressAdapter {
  constructor(private readonly door: FrontDoor) {
    super();
  }

  override initHttpServer(): void {
    this.httpServer = this.door.server;
  }

  override close(): Promise<void> {
    return this.door.close();
  }
}
