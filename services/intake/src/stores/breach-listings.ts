import type { BreachCounts, BreachStore } from '@lapor/portal';
import { openRecords } from './records.ts';
import type { StoreConnection } from '@lapor/store';

/** Where data lay that a breach concerns. */
export const STORES = [
  'vault',
  'contents',
  'attachments',
  'notices',
] as const satisfies readonly BreachStore[];

/** That somebody asked whom a breach concerns, and what came of it. The reason is among the contents. */
export interface BreachListing {
  readonly _id: string;
  readonly at: Date;
  readonly officerId: string;
  readonly byAgencyId: string;
  readonly from: Date;
  readonly to: Date;
  readonly stores: readonly BreachStore[];
  readonly agencyId?: string;
  /** For whom the identities were sealed; absent: none were listed. */
  readonly sealedFor?: string;
  readonly counts?: BreachCounts;
  readonly doneAt?: Date;
}

interface Mark {
  /** Tracking id and listing: a reporter finds the listings that they are in. */
  readonly _id: string;
}

/** Written once and never taken out again. */
export interface BreachListings {
  begin(listing: BreachListing): Promise<void>;
  done(id: string, counts: BreachCounts, at: Date): Promise<void>;
  newest(limit: number): Promise<readonly BreachListing[]>;
  /** That these complaints are in a listing: written before it is handed out. */
  mark(id: string, trackingIds: readonly string[]): Promise<void>;
  /** Those that this complaint is in, oldest first. */
  ofComplaint(trackingId: string): Promise<readonly BreachListing[]>;
}

export function openBreachListings(connection: StoreConnection): BreachListings {
  const listings = openRecords<BreachListing>(connection, 'breach_listings', { at: Date }, [{ at: -1 }]);
  const marks = openRecords<Mark>(connection, 'breach_marks');
  return {
    async begin(listing) {
      await listings.insertOne(listing);
    },
    async done(_id, counts, doneAt) {
      await listings.updateOne({ _id }, { $set: { counts, doneAt } });
    },
    newest: (limit) => listings.find({}, { sort: { at: -1 }, limit }).toArray(),
    async mark(id, trackingIds) {
      const operations = trackingIds.map((trackingId) => ({
        updateOne: {
          filter: { _id: `${trackingId}:${id}` },
          update: { $setOnInsert: { listingId: id } },
          upsert: true,
        },
      }));
      if (operations.length > 0) await marks.bulkWrite(operations, { ordered: false });
    },
    async ofComplaint(trackingId) {
      const found = await marks.find({ _id: { $gt: `${trackingId}:`, $lt: `${trackingId};` } }, {}).toArray();
      if (found.length === 0) return [];
      const ids = found.map(({ _id }) => _id.slice(trackingId.length + 1));
      const all = await listings.find({ _id: { $in: ids } }, { limit: ids.length }).toArray();
      return all.toSorted((one, other) => one.at.getTime() - other.at.getTime());
    },
  };
}
