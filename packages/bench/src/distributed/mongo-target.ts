import { MongoBulkWriteError } from 'mongodb';
import type { MongoClient } from 'mongodb';
import type { PreloadTarget } from '../preload/preload-cases.ts';

const DUPLICATE = 11_000;

const NOTE = 'preloaded';

/** Inserts without waiting for the journal; the note waits for it all. */
export function mongoTarget(mongo: MongoClient, database: string): PreloadTarget {
  const notes = mongo.db(`${database}_setup`).collection<{ _id: string; cases: number }>('bench');
  return {
    async put({ service, collection }, documents) {
      const into = mongo.db(`${database}_${service}`).collection<{ _id: string }>(collection);
      try {
        await into.insertMany([...documents], { ordered: false, writeConcern: { w: 1, journal: false } });
      } catch (error) {
        // There from a load that was broken off: the same.
        if (!(error instanceof MongoBulkWriteError) || error.code !== DUPLICATE) throw error;
      }
    },
    async noted() {
      return (await notes.findOne({ _id: NOTE }))?.cases ?? 0;
    },
    // Waits for the journal, and with that for everything before.
    async note(cases) {
      const writeConcern = { w: 'majority', journal: true } as const;
      await notes.replaceOne({ _id: NOTE }, { cases }, { upsert: true, writeConcern });
    },
  };
}
