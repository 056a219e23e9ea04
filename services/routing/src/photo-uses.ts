import { isDuplicateKey, type StoreConnection } from '@lapor/store';
import type { EvidencePhoto } from './evidence-photos.ts';

/** On which cases a picture was given as evidence, known by keyed digests alone: neither pictures nor a way to guess them are kept. */
export interface PhotoUses {
  /** Notes the use on this case; once, however often it is given. @returns other cases on which it was given, at most `MOST` */
  note(caseId: string, photo: EvidencePhoto): Promise<readonly string[]>;
  /** The same, of a picture that was given on this case before. */
  find(caseId: string, photo: Pick<EvidencePhoto, 'like'>): Promise<readonly string[]>;
  /** The case no longer counts among those on which these photos were used. */
  forget(caseId: string, photoIds: readonly string[]): Promise<void>;
}

/** Further nobody looks. */
const MOST = 50;

interface Use {
  readonly _id: string;
  readonly caseId: string;
  readonly mark: string;
}

export function openPhotoUses(connection: StoreConnection): PhotoUses {
  const schema = new connection.mongoose.Schema(
    { _id: String, caseId: String, mark: String },
    { strict: false, versionKey: false },
  );
  schema.index({ mark: 1 });
  const uses = connection.model('photo_uses', schema).collection as unknown as {
    insertOne(use: Use): Promise<unknown>;
    find(filter: object, options: object): { toArray(): Promise<Use[]> };
    deleteMany(filter: object): Promise<unknown>;
  };
  const idOf = (caseId: string, photoId: string) => `${caseId}:${photoId}`;
  const find: PhotoUses['find'] = async (caseId, { like }) => {
    const filter = { mark: { $in: [...like] }, caseId: { $ne: caseId } };
    const alike = await uses.find(filter, { sort: { mark: 1 }, limit: MOST }).toArray();
    return [...new Set(alike.map((use) => use.caseId))];
  };
  return {
    find,
    async note(caseId, { id, mark, like }) {
      try {
        await uses.insertOne({ _id: idOf(caseId, id), caseId, mark });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
      return find(caseId, { like });
    },
    async forget(caseId, photoIds) {
      if (photoIds.length === 0) return;
      await uses.deleteMany({ _id: { $in: photoIds.map((id) => idOf(caseId, id)) } });
    },
  };
}
