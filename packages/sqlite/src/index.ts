export { openDatabase } from './embedded-database.ts';
export type {
  EmbeddedDatabase,
  OpenDatabaseOptions,
  WriterCounters,
  WriterModule,
  WriterOperation,
} from './embedded-database.ts';
export { prepared } from './prepared.ts';
export { backupDatabase } from './backup-database.ts';
