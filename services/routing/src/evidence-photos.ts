import { type Client, SYSTEM_CALLER } from '@lapor/contracts';
import type { IntakeService } from '@lapor/contracts/intake/v1/intake_service';

/** A photo that an officer attached, to be given as evidence. */
export interface EvidencePhoto {
  readonly id: string;
  /** Keyed digest of how the picture looks. */
  readonly mark: string;
  /** Marks of the same picture, saved or sent again; its own among them. */
  readonly like: readonly string[];
}

/** The photos that officers attached to cases, as intake keeps them. */
export interface EvidencePhotos {
  /** Those of them that are there. */
  find(caseId: string, photoIds: readonly string[]): Promise<readonly EvidencePhoto[]>;
  /** From now on nobody takes them back. @throws AppError invalid when somebody has */
  name(caseId: string, photoIds: readonly string[]): Promise<void>;
  /** What was about to show them did not come about. */
  unname(caseId: string, photoIds: readonly string[]): Promise<void>;
}

export function evidencePhotosOf(intake: Client<typeof IntakeService>): EvidencePhotos {
  return {
    async find(caseId, photoIds) {
      const wanted = { trackingId: caseId, photoIds: [...photoIds] };
      const { photos } = await intake.getEvidencePhotos(wanted, { caller: SYSTEM_CALLER });
      return photos;
    },
    async name(caseId, photoIds) {
      const wanted = { trackingId: caseId, photoIds: [...photoIds] };
      await intake.nameEvidencePhotos(wanted, { caller: SYSTEM_CALLER });
    },
    async unname(caseId, photoIds) {
      const wanted = { trackingId: caseId, photoIds: [...photoIds] };
      await intake.unnameEvidencePhotos(wanted, { caller: SYSTEM_CALLER });
    },
  };
}
