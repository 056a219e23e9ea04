import { AppError } from '@lapor/kernel';
import { PLATFORM } from '../domain/agency.ts';
import type { RoutingParts } from '../parts.ts';
import { decideOnCase } from './decide-on-case.ts';

/** A photo came: where somebody has decided already about words and photos, somebody looks again. Idempotent by the photo. */
export async function awaitRelease(parts: RoutingParts, caseId: string, photo: string): Promise<void> {
  const loaded = await parts.cases.find(caseId);
  // Most photos come with the complaint, before anybody has decided anything: there is nothing to write.
  if (loaded?.state.release === undefined) return;
  const commandId = `photo:${photo}`;
  try {
    await decideOnCase(
      parts,
      {
        caseId,
        commandId,
        bodyHash: commandId,
        actor: PLATFORM,
        command: { type: 'await_release', photo },
      },
      loaded.state,
    );
  } catch (error) {
    // Waiting already, or never to be public.
    if (!(error instanceof AppError) || error.code !== 'illegal') throw error;
  }
}
