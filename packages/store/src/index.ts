export type {
  Actor,
  AggregateDefinition,
  AggregateStore,
  Command,
  DomainEvent,
  Loaded,
  Outcome,
  QueryOptions,
  StoredEvent,
} from './aggregate.ts';
export { DEFAULT_LIMITS } from './aggregate-document.ts';
export type { AggregateLimits } from './aggregate-document.ts';
export { openAggregateStore } from './open-aggregate-store.ts';
export type { AggregateStoreOptions } from './open-aggregate-store.ts';
export { chainHash, chainLinks, findChainFault, GENESIS } from './event-chain.ts';
export type { ChainFault, ChainLink } from './event-chain.ts';
export type { ContentRef, ContentStore, Keyring } from './contents.ts';
export { openContentStore } from './open-content-store.ts';
export type { ContentStoreOptions } from './open-content-store.ts';
export { open as openSealed, openKeyring, seal } from './keyring.ts';
export type { KeyringOptions } from './keyring.ts';
export { loadMasterSecret } from './master-secret.ts';
export { Gathering } from './gathering.ts';
export type { GatheringOptions, Round, Settled } from './gathering.ts';
export { openSequenceGuard } from './open-sequence-guard.ts';
export { isDuplicateKey } from './store-errors.ts';
export { connectEmbedded, connectMongo, Schema, storeWriterModule } from './connection.ts';
export type { Model, Mongoose, StoreConnection } from './connection.ts';
export type { CollectionName, DocumentSource, DocumentTarget } from './move/document-places.ts';
export { createEmbeddedDocuments, openEmbeddedDocuments } from './move/embedded-documents.ts';
export { openMongoDocuments } from './move/mongo-documents.ts';
export type { MongoDocuments } from './move/mongo-documents.ts';
export { moveDocuments } from './move/move-documents.ts';
export type { Moved, MoveStep } from './move/move-documents.ts';
