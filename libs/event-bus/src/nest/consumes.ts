import { Catch, UseFilters, applyDecorators, type ExceptionFilter } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';
import type { SubscriptionOptions } from '../port.js';

export interface ConsumesOptions extends Pick<SubscriptionOptions, 'maxBatch' | 'concurrency' | 'acrossPartitions' | 'from'> {
  readonly group: string;
}

/** What a decorated method tells `BusTransport`. */
export interface Consumption extends ConsumesOptions {
  readonly topic: string | (() => string);
}

/** Without it Nest turns every error into `Internal server error`, and its class is gone. */
@Catch()
export class KeepErrorFilter implements ExceptionFilter<unknown> {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

let consumptions = 0;

/**
 * Makes a controller method a `BatchHandler`: `@Consumes(Topics.inboundMessages, { group: 'intake' }) async take(@Payload() batch: ConsumedBatch)`.
 * What it rejects is judged by class, as `BatchHandler` says. A topic that only the running process knows may be a function. One method for
 * a topic and group; `BusTransport` refuses a second.
 */
export function Consumes(topic: string | (() => string), options: ConsumesOptions): MethodDecorator {
  consumptions += 1;
  const consumption: Consumption = { topic, ...options };
  // Nest chains handlers of equal patterns into one, so each gets a pattern of its own; topic and group travel in the extras.
  return applyDecorators(EventPattern({ consumption: consumptions }, { consumption }), UseFilters(KeepErrorFilter));
}
