export type { EmbeddedDatabase, WriterModule, WriterOperation } from './embedded-database.ts';
