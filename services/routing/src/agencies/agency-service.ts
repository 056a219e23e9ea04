import type { MessageInitShape } from '@bufbuild/protobuf';
import { type Client, type ServiceImplementation, SYSTEM_CALLER } from '@lapor/contracts';
import type { AgencyCaseSchema, AgencyCasesService } from '@lapor/contracts/agency/v1/agency_cases';
import type { IntakeService } from '@lapor/contracts/intake/v1/intake_service';
import type { ExecuteRequest } from '@lapor/contracts/routing/v1/routing_service';
import type { AgencyFeed } from '@lapor/events';
import { AppError } from '@lapor/kernel';
import type { Machine } from '../domain/agency.ts';
import type { RoutingParts } from '../parts.ts';
import { known } from '../publish.ts';
import { executeCommand } from '../use-cases/execute-command.ts';
import { listCases } from '../use-cases/list-cases.ts';
import { type CaseViewMessage, viewCase } from '../use-cases/view-case.ts';
import {
  answerCommand,
  askCommand,
  draftCommand,
  followUpCommand,
  noteCommand,
  promiseCommand,
  releaseCommand,
  requireImage,
  returnCommand,
  sendBackCommand,
} from './agency-commands.ts';
import type { AgencyKeys } from './agency-keys.ts';
import { createWatches } from './watch-cases.ts';

export interface AgencyServiceOptions {
  readonly parts: RoutingParts;
  readonly keys: AgencyKeys;
  readonly feed: AgencyFeed;
  /** Has the words of a complaint: asked for them, never keeping them here. */
  readonly intake: Pick<Client<typeof IntakeService>, 'getSubmission' | 'addEvidencePhoto'>;
  /** Ends what is being watched: the process stops. */
  readonly stopping: AbortSignal;
}

type AgencyCase = Exclude<MessageInitShape<typeof AgencyCaseSchema>, { readonly $typeName: string }>;

/** What a system may do through this door, of all that is legal on a case. */
const OFFERED: ReadonlySet<string> = new Set([
  'follow_up',
  'answer',
  'return',
  'ask',
  'note',
  'draft_answer',
  'release_answer',
  'send_back_draft',
  'report_promise',
]);

/** Cases for the systems of agencies. Who calls is known by the key alone; the caller in the metadata counts for nothing here. */
export function agencyCasesService(
  options: AgencyServiceOptions,
): ServiceImplementation<typeof AgencyCasesService> {
  const { parts, keys } = options;
  const watches = createWatches(options);
  const execute = async (machine: Machine, request: ExecuteRequest) => {
    const { replayed } = await executeCommand(parts, request, machine);
    return { case: await caseAfter(parts, request.caseId, machine), replayed };
  };
  return {
    async listCases(request, { authorization }) {
      const machine = await keys.resolve(authorization);
      const { cases, nextPageToken } = await listCases(parts, request, machine);
      return { cases: cases.map(toAgencyCase), nextPageToken };
    },
    async getCase({ caseId }, { authorization }) {
      const machine = await keys.resolve(authorization);
      const view = await viewCase(parts, caseId, machine);
      const words = view.textVisible ? await options.intake.getSubmission(...asked(caseId)) : undefined;
      return { case: { ...toAgencyCase(view), ...wordsOf(words) } };
    },
    async attachPhoto({ caseId, image }, { authorization }) {
      const machine = await keys.resolve(authorization);
      requireImage(image);
      requireShowable(await viewCase(parts, caseId, machine));
      const { agencyId, keyId } = machine;
      const photo = { trackingId: caseId, image, agencyId, keyId };
      const { photoId } = await options.intake.addEvidencePhoto(photo, { caller: SYSTEM_CALLER });
      return { photoId };
    },
    async followUp(request, { authorization }) {
      const machine = await keys.resolve(authorization);
      return execute(machine, followUpCommand(machine, request));
    },
    async answer(request, { authorization }) {
      const machine = await keys.resolve(authorization);
      return execute(machine, answerCommand(machine, request));
    },
    async return(request, { authorization }) {
      const machine = await keys.resolve(authorization);
      return execute(machine, returnCommand(machine, request));
    },
    async ask(request, { authorization }) {
      const machine = await keys.resolve(authorization);
      return execute(machine, askCommand(machine, request));
    },
    async reportPromise(request, { authorization }) {
      const machine = await keys.resolve(authorization);
      return execute(machine, promiseCommand(machine, request));
    },
    async addNote(request, { authorization }) {
      const machine = await keys.resolve(authorization);
      return execute(machine, noteCommand(machine, request));
    },
    async draftAnswer(request, { authorization }) {
      const machine = await keys.resolve(authorization);
      return execute(machine, draftCommand(machine, request));
    },
    async releaseAnswer(request, { authorization }) {
      const machine = await keys.resolve(authorization);
      return execute(machine, releaseCommand(machine, request));
    },
    async sendBackDraft(request, { authorization }) {
      const machine = await keys.resolve(authorization);
      return execute(machine, sendBackCommand(machine, request));
    },
    watchCases: (request, { authorization, signal }) => watches.watch(request, authorization, signal),
  };
}

/** Commands that show photos. */
const SHOWING: ReadonlySet<string> = new Set(['follow_up', 'answer', 'draft_answer', 'report_promise']);

/** @throws AppError illegal */
function requireShowable({ legal = [], textVisible }: CaseViewMessage): void {
  if (textVisible && legal.some((name) => SHOWING.has(name))) return;
  const extra = { legal: legal.filter((name) => OFFERED.has(name)) };
  throw new AppError('illegal', 'nothing can be shown on this case now', { extra });
}

function asked(trackingId: string) {
  return [{ trackingId }, { caller: SYSTEM_CALLER }] as const;
}

function wordsOf(words: { title: string; body: string; address: string } | undefined): AgencyCase {
  return words === undefined ? {} : { title: words.title, body: words.body, address: words.address };
}

/** A return may take the case out of the agency's sight: then its id is left. */
async function caseAfter(parts: RoutingParts, caseId: string, machine: Machine): Promise<AgencyCase> {
  try {
    return toAgencyCase(await viewCase(parts, caseId, machine));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
    return { snapshot: { caseId } };
  }
}

function toAgencyCase(view: CaseViewMessage): AgencyCase {
  const { version, legal, nextClock, nextDueAt, bounces, members, timeline } = view;
  const snapshot = { ...view.snapshot, masterCaseId: view.masterCaseId ?? '' };
  return {
    snapshot,
    ...known({ version, nextClock, nextDueAt, bounces, members }),
    legal: (legal ?? []).filter((name) => OFFERED.has(name)),
    // Whom a case was referred to, and how to reach them, is between that body and the reporter.
    steps: (timeline ?? []).map(
      ({ $typeName: _$typeName, bodyName: _bodyName, contact: _contact, reference: _reference, ...step }) =>
        step,
    ),
  };
}
