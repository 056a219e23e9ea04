import { DatabaseSync } from 'node:sqlite';
import { createEmbeddedDocuments } from '@lapor/store';
import type { BulkStores } from '../installation.ts';

/** The file of an installation that is not running. Nobody else writes to it meanwhile. */
export function openFile(file: string, keysFolder: string): BulkStores {
  const documents = createEmbeddedDocuments(file);
  const bare = new DatabaseSync(file, { readOnly: true });
  return {
    ...documents,
    keysFolder,
    putLast: (name, document) => documents.put(name, [document]),
    readBare({ service, collection }, ids) {
      const one = bare.prepare(`SELECT doc, lists FROM "${service}.${collection}" WHERE id = ?`);
      return Promise.resolve(ids.filter((id) => one.get(id) !== undefined).length);
    },
    cpuSeconds: () => 0,
    async close() {
      bare.close();
      await documents.close();
    },
  };
}
