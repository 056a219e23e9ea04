import { SYSTEM_CALLER } from '@lapor/contracts';
import { AppError, newId } from '@lapor/kernel';
import type { ComplaintView } from '@lapor/portal';
import type { Loaded } from '@lapor/store';
import { reporterCaller } from '../remotes/callers.ts';
import {
  covers,
  decideAskErasure,
  decideErase,
  decideErasureCompleted,
  decideRefuseErasure,
} from '../domain/complaint.ts';
import type { Complaint, ErasureScope } from '../domain/complaint.ts';
import { deriveReporterId } from '../stores/identifiers.ts';
import type { Intake } from '../intake.ts';
import { caseStatuses } from '../names.ts';
import { removeImages } from './keep-images.ts';
import { getCase, getOwnComplaint } from './case-access.ts';
import type { ReporterRequest } from './reporter-actions.ts';
import { reporterView } from './view-complaint.ts';

const FINISHED: ReadonlySet<string> = new Set(['closed', 'archived', 'referred', 'withdrawn']);
const PAGE = 100;

/**
 * Destroys what is kept of a reporter: name and contact at any time, the words and photos too once the case is finished. The chain
 * of the case, its figures and the signed roots stay as they are. For good: there is no way back.
 * @throws AppError illegal for the words of a case that somebody still works on, and for anything of one on legal hold
 */
export async function eraseReporterData(
  intake: Intake,
  { trackingId, accessCode, clientAddress }: ReporterRequest,
  scope: ErasureScope,
): Promise<ComplaintView> {
  const { id } = await getOwnComplaint(intake, trackingId, accessCode, clientAddress);
  await requireErasable(intake, id, scope);
  intake.limits.take('write-complaint', id);
  const outcome = await intake.complaints.execute(
    { aggregateId: id, commandId: `ask-erasure:${newId()}`, bodyHash: scope, actor: { kind: 'reporter' } },
    (complaint) => decideAskErasure(complaint, scope),
  );
  if (!(await carryOut(intake, outcome))) {
    // Somebody was faster: with a hold, or by working on it again.
    await requireErasable(intake, id, scope);
    throw onHold();
  }
  return reporterView(intake, await intake.complaints.get(id));
}

/** The same by the platform, where the time of keeping is over. Any number of times. */
export async function eraseAll(intake: Intake, trackingId: string): Promise<void> {
  const outcome = await intake.complaints.execute(
    { aggregateId: trackingId, commandId: 'retention', bodyHash: 'all', actor: { kind: 'system' } },
    (complaint) => decideErase(complaint, 'all'),
  );
  await carryOut(intake, outcome);
}

/** What was asked for and not done to its end, because a process died. */
export async function finishErasures(intake: Intake): Promise<void> {
  const open = await intake.complaints.query({ 'state.erasing': { $exists: true } }, { limit: PAGE });
  for (const complaint of open) await carryOut(intake, complaint);
}

/**
 * Each step may be done twice. Whether it may be at all is decided where holds are laid, in one write, before anything is destroyed;
 * false: it may not.
 */
async function carryOut(intake: Intake, { id, state }: Loaded<Complaint>): Promise<boolean> {
  const { erasing: scope } = state;
  if (scope === undefined) return true;
  if (!covers(state.erased, scope)) return carryOutAsked(intake, id, scope);
  await intake.vault.erase(deriveReporterId(intake.mac, state.filedBy));
  if (scope === 'all') {
    await intake.contents.erase(id);
    await removeImages(intake, state);
  }
  await intake.complaints.execute(
    { aggregateId: id, commandId: `erased:${scope}`, bodyHash: scope, actor: { kind: 'system' } },
    (complaint) => decideErasureCompleted(complaint, scope),
  );
  return true;
}

async function carryOutAsked(intake: Intake, id: string, scope: ErasureScope): Promise<boolean> {
  const order = { caseId: id, words: scope === 'all' };
  const { begun } = await intake.routing.beginErasure(order, { caller: SYSTEM_CALLER });
  const outcome = await intake.complaints.execute(
    { aggregateId: id, commandId: `decide-erasure:${newId()}`, bodyHash: scope, actor: { kind: 'reporter' } },
    (complaint) => (begun ? decideErase(complaint, scope) : decideRefuseErasure(complaint, scope)),
  );
  return begun && carryOut(intake, outcome);
}

async function requireErasable(intake: Intake, id: string, scope: ErasureScope): Promise<void> {
  const { snapshot, legalHold } = await getCase(intake, id, reporterCaller(id));
  if (legalHold) throw onHold();
  if (scope === 'identity') return;
  if (FINISHED.has(caseStatuses.word(snapshot?.status ?? 0) ?? '')) return;
  throw new AppError('illegal', 'somebody still works on it: withdraw it first', {
    issues: [{ field: 'scope', rule: 'may be all only once the case is finished: withdraw it first' }],
    extra: { legal: ['withdraw'] },
  });
}

function onHold(): AppError {
  return new AppError('illegal', 'what is kept of it is on legal hold', {
    issues: [{ field: 'scope', rule: 'may be erased once the legal hold has ended' }],
  });
}
