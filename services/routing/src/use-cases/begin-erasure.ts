import { AppError } from '@lapor/kernel';
import { PLATFORM } from '../domain/agency.ts';
import { decideOnCase } from './decide-on-case.ts';
import { isErasureBegun } from '../domain/decisions/decide-retention.ts';
import type { RoutingParts } from '../parts.ts';

const REFUSALS: ReadonlySet<string> = new Set(['illegal', 'invalid']);

/**
 * Writes into the history that what the reporter asked for is erased from here on. False when it may not be: the case is on hold, or
 * somebody works on it whose words it is about. A hold that is laid at the same moment is in the same document: one of both is first,
 * and the other is refused. Any number of times.
 */
export async function beginErasure(parts: RoutingParts, caseId: string, words: boolean): Promise<boolean> {
  const { state, head } = await parts.cases.get(caseId);
  if (isErasureBegun(state, words)) return true;
  const commandId = `erase:${words}:${head}`;
  const order = { caseId, commandId, bodyHash: commandId, actor: PLATFORM } as const;
  try {
    await decideOnCase(parts, { ...order, command: { type: 'begin_erasure', words } }, state);
    return true;
  } catch (error) {
    // Another replica was faster, or somebody put it on hold or took it up again: that is how it should be.
    if (!(error instanceof AppError) || !REFUSALS.has(error.code)) throw error;
    return isErasureBegun((await parts.cases.get(caseId)).state, words);
  }
}
