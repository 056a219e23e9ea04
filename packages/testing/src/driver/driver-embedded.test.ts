import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@lapor/sqlite';
import { connectEmbedded, storeWriterModule } from '@lapor/store';
import { driverContract } from './driver-contract.ts';

driverContract('SQLite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lapor-driver-'));
  const database = await openDatabase({ file: join(folder, 'lapor.db'), modules: [storeWriterModule] });
  return {
    connect: (service) => connectEmbedded(database, service),
    async dispose() {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
});
