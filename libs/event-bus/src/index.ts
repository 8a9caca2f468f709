export * from './dead-letters/dead-letters.js';
export { StoredDeadLetters } from './dead-letters/stored-dead-letters.js';
export { eventBusMigrations } from './migrations/index.js';
export { partitionOf } from './partition-of.js';
export * from './port.js';
export type { KafkaEventBus, KafkaEventBusOptions } from './kafka/kafka-event-bus.js';
export { openEventBus, type OpenEventBusOptions } from './open.js';
export { readUnconsumed } from './unconsumed.js';
export { TopicTail, type TailBounds, type TailPosition } from './tail/topic-tail.js';
