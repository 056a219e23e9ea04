import { newId } from '@lapor/kernel';
import { Gathering, isDuplicateKey, Schema, type Settled, type StoreConnection } from '@lapor/store';
import type { Change, Delivery } from './domain/delivery.ts';
import { DANGER_SAID } from './domain/notice-plan.ts';
import type { Calls } from './ports.ts';

/** As stored: `open` is there while something is left to do, so that the sweep's index holds nothing else. */
type StoredDelivery = Delivery & {
  readonly open?: true;
  readonly toConfirm?: true;
  /** Of one that is gathered: when it came, by the machine's clock. */
  readonly storedAt?: Date;
};

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
    gather: String,
    storedAt: Date,
    settledAt: Date,
    answeredAt: Date,
    toConfirm: Boolean,
    lastError: String,
    open: Boolean,
    claim: String,
  },
  { versionKey: false, minimize: false },
);
deliverySchema.index({ open: 1, dueAt: 1 }, { partialFilterExpression: { open: true } });
deliverySchema.index({ gather: 1, dueAt: 1 }, { partialFilterExpression: { gather: { $exists: true } } });
deliverySchema.index({ gather: 1, storedAt: 1 }, { partialFilterExpression: { gather: { $exists: true } } });
deliverySchema.index({ caseId: 1, createdAt: -1 });
deliverySchema.index({ toConfirm: 1, settledAt: 1 }, { partialFilterExpression: { toConfirm: true } });

/** A delivery as it was read, and what is to become of it. */
export interface Claim {
  readonly delivery: Delivery;
  readonly change: Change;
}

/** Deliveries at rest. */
export interface DeliveryStore extends Calls {
  /** Adds it, as it is; false: it was there already, and nothing was written. */
  add(delivery: Delivery): Promise<boolean>;
  /** What may be tried now, longest due first; without those that are still being gathered. */
  due(now: Date, limit: number, gathering?: readonly string[]): Promise<readonly Delivery[]>;
  /** Whether one has come with this key since, wherever it was taken in. */
  gatheredSince(key: string, since: Date): Promise<boolean>;
  /** Those of them that may go as one message. */
  gathered(key: string, now: Date, limit: number): Promise<readonly Delivery[]>;
  /** Writes each change if nobody else has touched the delivery since it was read. Answers which of them were written; of those put off, perhaps not all. */
  claim(claims: readonly Claim[]): Promise<readonly Claim[]>;
  /** Writes what came of an attempt, if the delivery is still as it was claimed. */
  settle(settled: Claim): Promise<void>;
  /** Those of which somebody is still to be told that they arrived, oldest first. */
  toConfirm(limit: number): Promise<readonly Delivery[]>;
  confirmed(deliveryIds: readonly string[]): Promise<void>;
  ofCase(caseId: string): Promise<readonly Delivery[]>;
  /** How and when the reporter was reached is kept no longer. */
  forgetReporter(caseId: string): Promise<void>;
}

export function openDeliveryStore(connection: StoreConnection): DeliveryStore {
  const deliveries = connection.model<StoredDelivery>('deliveries', deliverySchema).collection;
  const adding = new Gathering<Delivery, boolean>((list) => insertMissing(list));
  const settling = new Gathering<Claim, undefined>(async (list) => {
    await deliveries.bulkWrite(list.map((claim) => changing(claim)) as never, { ordered: false });
    return list.map(() => ({ answer: undefined }));
  });

  async function insertMissing(list: readonly Delivery[]): Promise<readonly Settled<boolean>[]> {
    const claim = newId();
    const operations = list.map(({ _id, ...rest }) => {
      const stored = rest.gather === undefined ? {} : { storedAt: new Date() };
      const $setOnInsert = { ...rest, ...stored, open: true, claim };
      return { updateOne: { filter: { _id }, update: { $setOnInsert }, upsert: true } };
    });
    try {
      const { upsertedIds } = await deliveries.bulkWrite(operations as never, { ordered: false });
      return list.map((_delivery, index) => ({ answer: index in upsertedIds }));
    } catch (error) {
      // Another replica was about the same ones: those that are still missing come with the second try.
      if (!isDuplicateKey(error)) throw error;
      await deliveries.bulkWrite(operations as never, { ordered: false });
      const ours = await claimedAs([claim], list);
      return list.map(({ _id }) => ({ answer: ours.has(_id) }));
    }
  }

  /** Which of them bear a claim of ours. */
  async function claimedAs(
    claims: readonly string[],
    list: readonly Delivery[],
  ): Promise<ReadonlySet<string>> {
    const ids = list.map(({ _id }) => _id);
    const ours = await deliveries
      .find({ _id: { $in: ids as never[] }, claim: { $in: [...claims] } })
      .toArray();
    return new Set(ours.map(({ _id }) => String(_id)));
  }

  return {
    add: (delivery) => adding.ask(delivery),
    async gatheredSince(gather, since) {
      const found = deliveries.find({ gather, storedAt: { $gt: since }, open: true }, { limit: 1 });
      return (await found.toArray()).length > 0;
    },
    async gathered(gather, now, limit) {
      const found = deliveries.find(
        // Open ones alone: a version of before leaves the key on what it has sent.
        { gather, open: true, dueAt: { $lte: now } },
        { sort: { dueAt: 1 }, limit },
      );
      return (await found.toArray()) as unknown as readonly Delivery[];
    },
    async due(now, limit, gathering = []) {
      const others = gathering.length === 0 ? {} : { gather: { $nin: [...gathering] } };
      const found = deliveries.find(
        { open: true, dueAt: { $lte: now }, ...others },
        { sort: { dueAt: 1 }, limit },
      );
      return (await found.toArray()) as unknown as readonly Delivery[];
    },
    async claim(claims) {
      if (claims.length === 0) return [];
      const attempts = newAttempts(claims);
      const operations = claims.map((each) => changing(each, attempts.get(attemptOf(each))));
      const { matchedCount } = await deliveries.bulkWrite(operations as never, { ordered: false });
      if (matchedCount === claims.length) return claims;
      const won = await claimedAs(
        [...attempts.values()],
        claims.map(({ delivery }) => delivery),
      );
      return claims.filter(({ delivery }) => won.has(delivery._id));
    },
    settle: (settled) => settling.ask(settled),
    async toConfirm(limit) {
      const found = deliveries.find({ toConfirm: true }, { sort: { settledAt: 1 }, limit });
      return (await found.toArray()) as unknown as readonly Delivery[];
    },
    async confirmed(ids) {
      const operations = ids.map((_id) => ({
        updateOne: { filter: { _id }, update: { $unset: { toConfirm: 1 } } },
      }));
      if (operations.length > 0) await deliveries.bulkWrite(operations as never, { ordered: false });
    },
    async wasCalled({ caseId, agencyId, since, eventId }) {
      const found = await deliveries
        .find(
          {
            caseId,
            createdAt: { $gt: since },
            template: DANGER_SAID.template,
            agencyId,
            eventId: { $ne: eventId },
          },
          { limit: 1 },
        )
        .toArray();
      return found.length > 0;
    },
    async forgetReporter(caseId) {
      await deliveries.deleteMany({ caseId, recipient: 'reporter' });
    },
    async ofCase(caseId) {
      const found = deliveries.find({ caseId }, { sort: { createdAt: -1 }, limit: 200 });
      return (await found.toArray()) as unknown as readonly Delivery[];
    },
  };
}

/** What one attempt left in doubt is claimed as one again, apart from what another did. */
function attemptOf({ delivery: { status, claim }, change }: Claim): string {
  if (change.status === undefined) return PUT_OFF;
  return status === 'sending' ? `again:${claim ?? ''}` : 'first';
}

/** It is no attempt: the claim on it is still that of whoever made the last one. */
const PUT_OFF = 'put off';

function newAttempts(claims: readonly Claim[]): ReadonlyMap<string, string> {
  const attempts = new Set(claims.map(attemptOf));
  attempts.delete(PUT_OFF);
  return new Map([...attempts].map((attempt) => [attempt, newId()]));
}

function changing({ delivery, change }: Claim, claim?: string) {
  const { _id, status, attempts } = delivery;
  const set = claim === undefined ? change : { ...change, claim };
  return {
    updateOne: {
      filter: { _id, status, attempts },
      update: {
        $set: set,
        ...(change.settledAt === undefined ? {} : { $unset: { open: true, gather: true } }),
      },
    },
  };
}
