export type { CallContext, CallOptions, Client, ServiceImplementation } from './grpc-types.ts';
export { enumWords } from './enum-words.ts';
export type { EnumWords, WordOf } from './enum-words.ts';
export {
  EVENT_CATALOGUE,
  EVENT_FILES,
  EVENT_PARTS,
  isEvent,
  isForAgencies,
  isOnBus,
  parseBusEvent,
  readBusEvent,
  toBusEvent,
} from './event-catalogue.ts';
export type { EventType } from './event-catalogue.ts';
export { ACTS, reachOf } from './acts.ts';
export type { Act, Reach } from './acts.ts';
export { SYSTEM_CALLER } from './callers.ts';
