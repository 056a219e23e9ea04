import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventsWriterModule } from '@lapor/events';
import { embeddedDeadLetters, embeddedParking } from '@lapor/events/parking';
import { systemClock } from '@lapor/kernel';
import { openDatabase } from '@lapor/sqlite';
import { parkingContract } from './parking-contract.ts';

parkingContract('embedded', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lapor-parking-'));
  const database = await openDatabase({ file: join(folder, 'lapor.db'), modules: [eventsWriterModule] });
  const name = { durable: 'reporting', context: 'routing' };
  return {
    open: () => Promise.resolve(embeddedParking(database, name, systemClock)),
    letters: () => Promise.resolve(embeddedDeadLetters(database, 'reporting')),
    async dispose() {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
});
