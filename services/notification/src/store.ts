import { Schema, type StoreConnection } from '@lapor/store';
import type { Change, Delivery } from './domain/delivery.ts';

/** As stored: `open` is there while something is left to do, so that the sweep's index holds nothing else. */
type StoredDelivery = Delivery & { readonly open?: true };

const deliverySchema = new Schema<StoredDelivery>(
  {
    _id: { type: String, required: true },
    eventId: String,
    eventType: String,
    caseId: String,
    recipient: String,
    agencyId: String,
    channel: String,
    template: String,
    values: Schema.Types.Mixed,
    language: String,
    status: String,
    attempts: Number,
    ambiguous: Boolean,
    dueAt: Date,
    quietZone: String,
    createdAt: Date,
    settledAt: Date,
    lastError: String,
    open: Boolean,
  },
  { versionKey: false, minimize: false },
);
deliverySchema.index({ open: 1, dueAt: 1 }, { partialFilterExpression: { open: true } });
deliverySchema.index({ caseId: 1, createdAt: -1 });

/** Deliveries at rest. */
export interface DeliveryStore {
  /** Adds those that are not there yet. */
  add(deliveries: readonly Delivery[]): Promise<void>;
  /** What may be tried now, longest due first. */
  due(now: Date, limit: number): Promise<readonly Delivery[]>;
  /** Writes `change` if nobody else has touched the delivery since it was read. */
  change(delivery: Delivery, change: Change): Promise<boolean>;
  ofCase(caseId: string): Promise<readonly Delivery[]>;
}

export function openDeliveryStore(connection: StoreConnection): DeliveryStore {
  const deliveries = connection.model<StoredDelivery>('deliveries', deliverySchema).collection;
  return {
    async add(list) {
      await Promise.all(
        list.map(({ _id, ...rest }) =>
          deliveries.updateOne(
            { _id: _id as never },
            { $setOnInsert: { ...rest, open: true } },
            { upsert: true },
          ),
        ),
      );
    },
    async due(now, limit) {
      const found = deliveries.find({ open: true, dueAt: { $lte: now } }, { sort: { dueAt: 1 }, limit });
      return (await found.toArray()) as unknown as readonly Delivery[];
    },
    async change(delivery, change) {
      const settled = change.settledAt !== undefined;
      const { matchedCount } = await deliveries.updateOne(
        { _id: delivery._id as never, status: delivery.status, attempts: delivery.attempts },
        { $set: change, ...(settled ? { $unset: { open: true } } : {}) },
      );
      return matchedCount === 1;
    },
    async ofCase(caseId) {
      const found = deliveries.find({ caseId }, { sort: { createdAt: -1 }, limit: 200 });
      return (await found.toArray()) as unknown as readonly Delivery[];
    },
  };
}
