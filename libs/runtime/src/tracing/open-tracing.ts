import type { Span as SdkSpan } from '@opentelemetry/api';
import type { Settings } from '../config/settings.js';
import type { Logger } from '../logging/logger.js';
import { formatTraceparent, passingTracing, readTraceparent, type Span, type Tracing } from './tracing.js';

const STOP_LIMIT_MS = 2_000;

/** Sends spans to `tracing.otlpUrl`; the OpenTelemetry packages are loaded only when it is set. */
export async function openTracing(settings: Settings, serviceName: string, log: Logger): Promise<Tracing> {
  const url = settings.tracing.otlpUrl;
  if (url === undefined) return passingTracing;
  const [api, { BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: toTracesUrl(url) }))],
  });
  const tracer = provider.getTracer('tributary');
  log.info('Traces are sent', { url });

  const wrap = (span: SdkSpan): Span => {
    const context = span.spanContext();
    return {
      traceparent: formatTraceparent({ ...context, flags: context.traceFlags.toString(16).padStart(2, '0') }),
      end(error) {
        if (error !== undefined) {
          span.recordException(error instanceof Error ? error : String(error));
          span.setStatus({ code: api.SpanStatusCode.ERROR });
        }
        span.end();
      },
    };
  };
  return {
    startSpan(name, traceparent, attributes) {
      const parent = readTraceparent(traceparent);
      const context =
        parent === null
          ? api.ROOT_CONTEXT
          : api.trace.setSpanContext(api.ROOT_CONTEXT, {
              traceId: parent.traceId,
              spanId: parent.spanId,
              traceFlags: Number.parseInt(parent.flags, 16),
              isRemote: true,
            });
      return wrap(tracer.startSpan(name, { attributes: { ...attributes } }, context));
    },
    async stop() {
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, STOP_LIMIT_MS);
      });
      await Promise.race([provider.shutdown().catch((error: unknown) => log.warn('Last traces could not be sent', { error })), limit]);
      clearTimeout(timer);
    },
  };
}

function toTracesUrl(url: string): string {
  return url.endsWith('/v1/traces') ? url : `${url.replace(/\/$/, '')}/v1/traces`;
}
