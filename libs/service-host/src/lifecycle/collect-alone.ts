import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';

const FEW_CORES = 2;

/**
 * V8 divides each collection of young objects among helper threads. Where they share two cores with the door, the desk and the database they
 * mostly wait for each other: without them a mail costs a twenty-fifth less. For all threads of the process.
 */
export function collectAloneOnFewCores(): void {
  if (availableParallelism() <= FEW_CORES) setFlagsFromString('--no-parallel-scavenge');
}
