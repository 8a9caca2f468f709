import { type ArgumentsHost, Catch, type ExceptionFilter, Inject } from '@nestjs/common';
import type { Request, Response } from 'express';
import { LOGGER, type Logger } from '#runtime';
import { toProblem } from './problem.js';
import { markResponse } from './response-marks.js';

/** Every error of the API, of routes nobody has and of bodies nobody can read, as RFC 9457 problem+json. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error;
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const requestId = markResponse(request, response);
    const { status, headers, body } = toProblem(error);
    const [instance] = request.originalUrl.split('?');
    if (status === 500) this.log.error('request failed', { error, requestId, path: instance });
    // Bytes are under way: the client must see that they are not whole.
    if (response.headersSent) return void response.destroy();
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.removeHeader('Content-Length');
    response.removeHeader('Content-Disposition');
    response
      .status(status)
      .type('application/problem+json')
      .send(JSON.stringify({ ...body, instance, requestId }));
  }
}
