export * from './conformance/index.js';
export { MemoryHouse } from './memory-house.js';
export { MemoryBlobs, MemoryState } from './memory-stores.js';
export { createTestContext, TestContext, type EmitMode, type EmittedEvent, type TestContextOptions } from './test-context.js';
export { createInboxRequest, type RequestUnderTest } from './inbox-request.js';
export { openDoor, type DoorTestOptions, type DoorUnderTest } from './open-door.js';
