export type { CallContext, CallOptions, Client, ServiceImplementation } from './grpc-types.ts';
export { enumWords } from './enum-words.ts';
export type { EnumWords, WordOf } from './enum-words.ts';
