import { isDuplicateKey, type Keyring, type StoreConnection } from '@lapor/store';
import { wordsAlone, saidWords } from './domain/said-words.ts';

/** On how many cases the same words were used, known by a keyed digest alone: neither words nor a way to guess them are kept. */
export interface TextUses {
  /** Notes the use on this case; once, however often it is said. @returns on how many cases it has been used, at most `MOST` */
  count(caseId: string, text: string): Promise<number>;
  /** The case no longer counts among those on which these words were used. */
  forget(caseId: string, texts: readonly string[]): Promise<void>;
}

/** Further nobody counts. */
const MOST = 100;
/** Shorter words are alike by chance: "Sudah ditambal." */
const SHORTEST = 40;

interface Use {
  readonly _id: string;
  readonly digest: string;
}

export function openTextUses(connection: StoreConnection, keys: Keyring): TextUses {
  const schema = new connection.mongoose.Schema(
    { _id: String, digest: String },
    { strict: false, versionKey: false },
  );
  schema.index({ digest: 1 });
  const uses = connection.model('text_uses', schema).collection as unknown as {
    insertOne(use: Use): Promise<unknown>;
    find(filter: object, options: object): { toArray(): Promise<Use[]> };
    deleteMany(filter: object): Promise<unknown>;
  };
  const digestOf = (bare: string): string => Buffer.from(keys.mac('text-use', bare)).toString('base64url');
  return {
    async forget(caseId, texts) {
      // Those of before were counted with id and dates in them.
      const known = texts.flatMap((text) => [saidWords(text, caseId), wordsAlone(text)]);
      const counted = known.filter(({ length }) => length >= SHORTEST);
      if (counted.length === 0) return;
      await uses.deleteMany({ _id: { $in: counted.map((bare) => `${digestOf(bare)}:${caseId}`) } });
    },
    async count(caseId, text) {
      const bare = saidWords(text, caseId);
      if (bare.length < SHORTEST) return 1;
      const digest = digestOf(bare);
      try {
        await uses.insertOne({ _id: `${digest}:${caseId}`, digest });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
      return (await uses.find({ digest }, { limit: MOST }).toArray()).length;
    },
  };
}
