import { ConfigurationError, PermanentError, RetriableError, TributaryError } from '#runtime';

/** Names and protocol types of an error of kafkajs and of all it was caused by, outermost first. */
export function kafkaErrorKinds(error: unknown): string[] {
  const kinds: string[] = [];
  for (let at = error, depth = 0; typeof at === 'object' && at !== null && depth < 6; depth++) {
    const { type, name, cause, originalError } = at as { type?: unknown; name?: unknown; cause?: unknown; originalError?: unknown };
    if (typeof type === 'string') kinds.push(type);
    if (typeof name === 'string') kinds.push(name);
    at = cause === at || cause === undefined ? originalError : cause;
  }
  return kinds;
}

/** The member was put out of its group: its partitions belong to others. */
export function isMemberLost(error: unknown): boolean {
  return hasKind(error, ['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID']);
}

/** Classes what kafkajs threw by who must act. */
export function toBusError(doing: string, error: unknown): TributaryError {
  if (error instanceof TributaryError) return error;
  const said = error instanceof Error ? error.message : String(error);
  const message = `Kafka: ${doing}: ${said}`;
  if (
    hasKind(error, [
      'TOPIC_AUTHORIZATION_FAILED',
      'GROUP_AUTHORIZATION_FAILED',
      'CLUSTER_AUTHORIZATION_FAILED',
      'SASL_AUTHENTICATION_FAILED',
      'KafkaJSSASLAuthenticationError',
    ])
  ) {
    const hint = 'check kafka.username, kafka.password and the access rights of that user on the brokers';
    return new ConfigurationError(message, { code: 'kafka_refused', hint, cause: error });
  }
  if (hasKind(error, ['INVALID_REPLICATION_FACTOR', 'INVALID_CONFIG', 'POLICY_VIOLATION'])) {
    const hint = 'kafka.replicationFactor must not be above the number of brokers';
    return new ConfigurationError(message, { code: 'kafka_refused', hint, cause: error });
  }
  if (hasKind(error, ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'])) {
    const hint = 'raise max.message.bytes of the topic to 1 MiB or more';
    return new PermanentError(message, { code: 'event_too_large', hint, cause: error });
  }
  return new RetriableError(message, { code: 'kafka_unavailable', hint: 'check that the brokers of kafka.brokers run', cause: error });
}

function hasKind(error: unknown, wanted: readonly string[]): boolean {
  return kafkaErrorKinds(error).some((kind) => wanted.includes(kind));
}
