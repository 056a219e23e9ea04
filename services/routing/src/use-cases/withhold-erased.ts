import { AppError } from '@lapor/kernel';
import { PLATFORM } from '../domain/agency.ts';
import type { RoutingParts } from '../parts.ts';
import { decideOnCase } from './decide-on-case.ts';

/** Words that are gone wait for nobody to release them, and count as public no more. Idempotent. */
export async function withholdErased(parts: RoutingParts, caseId: string): Promise<void> {
  const loaded = await parts.cases.find(caseId);
  if (loaded === undefined) return;
  const commandId = 'words:erased';
  try {
    await decideOnCase(
      parts,
      {
        caseId,
        commandId,
        bodyHash: commandId,
        actor: PLATFORM,
        command: { type: 'withhold_words' },
      },
      loaded.state,
    );
  } catch (error) {
    // Decided already, or never to be public: there is nothing to take back.
    if (!(error instanceof AppError) || error.code !== 'illegal') throw error;
  }
}
