import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@lapor/sqlite';
import { connectEmbedded, storeWriterModule } from '@lapor/store';
import { describe } from 'vitest';
import { searchCasesSuite } from '../fixtures/search-cases-suite.ts';

describe('a search, embedded', () => {
  searchCasesSuite(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lapor-search-'));
    const database = await openDatabase({ file: join(folder, 'lapor.db'), modules: [storeWriterModule] });
    const connection = await connectEmbedded(database, 'routing');
    return {
      connection,
      async close() {
        await connection.close();
        await database.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  });
});
