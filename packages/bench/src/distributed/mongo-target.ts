import { MongoBulkWriteError } from 'mongodb';
import type { MongoClient } from 'mongodb';
import type { PreloadTarget } from '../preload/preload-cases.ts';

const DUPLICATE = 11_000;

/** Inserts without waiting for the journal; the last word waits for it all. */
export function mongoTarget(mongo: MongoClient, database: string): PreloadTarget {
  return {
    async put({ service, collection }, documents) {
      const into = mongo.db(`${database}_${service}`).collection<{ _id: string }>(collection);
      try {
        await into.insertMany([...documents], { ordered: false, writeConcern: { w: 1, journal: false } });
      } catch (error) {
        // There from a load that was broken off.
        if (!(error instanceof MongoBulkWriteError) || error.code !== DUPLICATE) throw error;
      }
    },
    async seal() {
      const notes = mongo.db(`${database}_setup`).collection<{ _id: string }>('bench');
      await notes.insertOne({ _id: 'preloaded' }, { writeConcern: { w: 'majority', journal: true } });
    },
  };
}
