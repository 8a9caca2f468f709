import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import { errorClassOf, TributaryError, type Logger } from '#runtime';

/** RFC 9457 for apps that bring no mapping of their own, and for routes that nobody has. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<ServerResponse>();
    const status = statusOf(error);
    if (status === 500) this.log.error('A request failed', { error });
    if (response.headersSent) return void response.end();
    const known = error instanceof HttpException || error instanceof TributaryError;
    const problem = {
      type: 'about:blank',
      title: STATUS_CODES[status] ?? 'Error',
      status,
      ...(known ? { detail: error.message } : {}),
      ...(error instanceof TributaryError ? { code: error.code } : {}),
    };
    response.writeHead(status, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify(problem));
  }
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof TributaryError)) return 500;
  return { retriable: 503, permanent: 422, configuration: 500 }[errorClassOf(error)];
}
