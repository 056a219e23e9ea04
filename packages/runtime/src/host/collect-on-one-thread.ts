import { setFlagsFromString } from 'node:v8';

/**
 * Young objects are collected by the thread that made them, of all threads of this process. V8 would share out each collection among
 * helpers, one to a processor, that cost more than they do: what they wait for and take from each other was a tenth of
 * the processor time of a lifecycle on two cores, and it was done no sooner.
 */
export function collectOnOneThread(): void {
  setFlagsFromString('--no-parallel-scavenge');
}
