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
} from './aggregates/aggregate.ts';
export { DEFAULT_LIMITS } from './aggregates/aggregate-document.ts';
export type { AggregateLimits } from './aggregates/aggregate-document.ts';
export { openAggregateStore } from './aggregates/open-aggregate-store.ts';
export type { AggregateStoreOptions } from './aggregates/open-aggregate-store.ts';
export { chainHash, chainLinks, findChainFault, GENESIS } from './aggregates/event-chain.ts';
export type { ChainFault, ChainLink } from './aggregates/event-chain.ts';
export type { ContentRef, ContentStore, Keyring } from './contents/contents.ts';
export { openContentStore } from './contents/open-content-store.ts';
export type { ContentStoreOptions } from './contents/open-content-store.ts';
export { open as openSealed, openKeyring, seal } from './contents/keyring.ts';
export type { KeyringOptions } from './contents/keyring.ts';
export { loadMasterSecret } from './contents/master-secret.ts';
export { documentFiles, FILES_COLLECTION, filesWithOlder } from './files/document-files.ts';
export type { FileStore } from './files/file-store.ts';
export { folderFiles, pathOfFile } from './files/folder-files.ts';
export { Gathering } from './collections/gathering.ts';
export type { GatheringOptions, Round, Settled } from './collections/gathering.ts';
export { LruMap } from './lru-map.ts';
export { openSequenceGuard } from './open-sequence-guard.ts';
export { isDuplicateKey } from './store-errors.ts';
export { connectEmbedded, connectMongo, Schema, storeWriterModule } from './connection.ts';
export type { Model, Mongoose, StoreConnection } from './connection.ts';
export type { CollectionName, DocumentSource, DocumentTarget } from './move/document-places.ts';
export { createEmbeddedDocuments, openEmbeddedDocuments } from './move/embedded-documents.ts';
export { openMongoDocuments } from './move/mongo-documents.ts';
export type { MongoDocuments, MovedFiles } from './move/mongo-documents.ts';
export { moveDocuments } from './move/move-documents.ts';
export type { Moved, MoveStep } from './move/move-documents.ts';
