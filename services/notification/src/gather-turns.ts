import { newId } from '@lapor/kernel';
import { isDuplicateKey, type StoreConnection } from '@lapor/store';

/** Whose turn it is, of several replicas, to make one message of what has come for a key: what each of them took would be a message of its own. */
export interface GatherTurns {
  /** By what it is ended; undefined: another's, or nobody knows yet that it is over. */
  take(key: string): Promise<string | undefined>;
  end(key: string, turn: string): Promise<void>;
}

/** Of the machine's time. Far longer than it takes to claim what there is; whoever dies in it holds up a message for so long. */
const TURN_MILLISECONDS = 10_000;

interface Turn {
  readonly _id: string;
  readonly by: string;
  readonly until: Date;
}

export function openGatherTurns(connection: StoreConnection): GatherTurns {
  const schema = new connection.mongoose.Schema({ _id: String }, { strict: false, versionKey: false });
  const turns = connection.model('gather_turns', schema).collection as unknown as {
    insertOne(turn: Turn): Promise<unknown>;
    deleteMany(filter: object): Promise<unknown>;
  };
  return {
    async take(key) {
      const now = Date.now();
      const by = newId();
      await turns.deleteMany({ _id: key, until: { $lte: new Date(now) } });
      try {
        await turns.insertOne({ _id: key, by, until: new Date(now + TURN_MILLISECONDS) });
        return by;
      } catch (error) {
        if (isDuplicateKey(error)) return undefined;
        throw error;
      }
    },
    async end(key, by) {
      await turns.deleteMany({ _id: key, by });
    },
  };
}
