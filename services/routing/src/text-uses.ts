import { isDuplicateKey, type Keyring, type StoreConnection } from '@lapor/store';
import { wordsAlone, saidWords } from './domain/said-words.ts';

/** On how many cases the same words were used, known by a keyed digest alone: neither words nor a way to guess them are kept. */
export interface TextUses {
  /**
   * Notes the use on this case, by the agency that has it; once, however often it is said. @returns on how many cases it has been
   * used, at most `MOST`: by anybody, or where it is short by this agency
   */
  count(caseId: string, text: string, agencyId: string): Promise<number>;
  /** The same of words that nobody has been told yet: this case counts among the others, and is not noted. */
  wouldCount(caseId: string, text: string, agencyId: string): Promise<number>;
  /** The case no longer counts among those on which these words were used. */
  forget(caseId: string, texts: readonly string[]): Promise<void>;
}

/** Further nobody counts. */
const MOST = 100;
/** Shorter words of two agencies are alike by chance: "Sudah ditambal." */
const TELLING = 40;

interface Use {
  readonly _id: string;
  readonly digest: string;
  /** Absent in those of before: these were all longer ones. */
  readonly agencyId?: string;
}

export function openTextUses(connection: StoreConnection, keys: Keyring): TextUses {
  const schema = new connection.mongoose.Schema(
    { _id: String, digest: String, agencyId: String },
    { strict: false, versionKey: false },
  );
  schema.index({ digest: 1, agencyId: 1 });
  const uses = connection.model('text_uses', schema).collection as unknown as {
    insertOne(use: Use): Promise<unknown>;
    find(filter: object, options: object): { toArray(): Promise<Use[]> };
    deleteMany(filter: object): Promise<unknown>;
  };
  const digestOf = (bare: string): string => Buffer.from(keys.mac('text-use', bare)).toString('base64url');
  const casesWith = async (bare: string, agencyId: string): Promise<readonly string[]> => {
    const digest = digestOf(bare);
    const same = bare.length < TELLING ? { digest, agencyId } : { digest };
    const found = await uses.find(same, { limit: MOST }).toArray();
    return found.map(({ _id }) => _id);
  };
  const idOf = (bare: string, caseId: string): string => `${digestOf(bare)}:${caseId}`;
  return {
    async forget(caseId, texts) {
      // Those of before were counted with id and dates in them.
      const known = texts.flatMap((text) => [saidWords(text, caseId), wordsAlone(text)]);
      const counted = known.filter((bare) => bare !== '');
      if (counted.length === 0) return;
      await uses.deleteMany({ _id: { $in: counted.map((bare) => idOf(bare, caseId)) } });
    },
    async count(caseId, text, agencyId) {
      const bare = saidWords(text, caseId);
      if (bare === '') return 1;
      try {
        await uses.insertOne({ _id: idOf(bare, caseId), digest: digestOf(bare), agencyId });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
      return (await casesWith(bare, agencyId)).length;
    },
    async wouldCount(caseId, text, agencyId) {
      const bare = saidWords(text, caseId);
      if (bare === '') return 1;
      return new Set([...(await casesWith(bare, agencyId)), idOf(bare, caseId)]).size;
    },
  };
}
