export { type EventHead, type ReadEvent, readEvent, writeEvent, type WrittenEvent } from './written-event.js';
