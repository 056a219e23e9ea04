import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import type { ChangeAgencyRequest, SetKindAndArea } from '@lapor/contracts/directory/v1/directory_service';
import { agencyIdFor, invalid } from '@lapor/kernel';
import { summaryOf } from '../stores/agency-store.ts';
import { normalizeAreaCode } from '../domain/areas/area-code.ts';
import { AGENCY_KINDS } from '../domain/agency/agency.ts';
import type { AgencyKind } from '../domain/agency/agency.ts';
import { areaAfter, isGovernment } from '../domain/agency/kind-and-area.ts';
import type { TreeChange } from '../domain/agency/tree-change.ts';
import type { DirectoryParts } from '../parts.ts';
import { changeTree, idOfNewAgency } from '../use-cases/change-tree.ts';
import { listTreeChanges } from '../use-cases/list-tree-changes.ts';
import type { ListedChange } from '../use-cases/list-tree-changes.ts';
import { previewKindAndArea } from '../use-cases/preview-kind-and-area.ts';
import { rowMessage } from './competence-table-calls.ts';
import type { DirectoryCalls } from './directory-calls.ts';

type AgencyChangeCall = 'changeAgency' | 'previewKindAndArea' | 'listAgencyChanges';

/** Changing the agency tree, and what was changed. */
export function agencyChangeCalls(parts: DirectoryParts): Pick<DirectoryCalls, AgencyChangeCall> {
  return {
    async changeAgency(request, { caller }) {
      const { reason, commandId } = request;
      const change = readChange(parts, request);
      return { agency: summaryOf(await changeTree(parts, caller, { change, reason, commandId })) };
    },
    async previewKindAndArea({ change }, { caller }) {
      if (change === undefined) throw invalid('change', 'is required');
      const asked = readKindAndArea(parts, change);
      const { agency, units, rows } = await previewKindAndArea(parts, caller, asked);
      return {
        agency: summaryOf(agency),
        following: units.slice(0, MOST_LISTED).map(summaryOf),
        followingInAll: units.length,
        ending: rows.slice(0, MOST_LISTED).map(rowMessage),
        endingInAll: rows.length,
      };
    },
    async listAgencyChanges({ agencyId }, { caller }) {
      const changes = await listTreeChanges(parts, caller, agencyId);
      return { changes: changes.map((each) => changeMessage(parts, each)) };
    },
  };
}

function readChange(parts: DirectoryParts, { change }: ChangeAgencyRequest): TreeChange {
  switch (change.case) {
    case 'register': {
      const { parentId, key, kind } = change.value;
      const agencyKind = readKind(kind);
      const areaCode = readArea(parts, change.value.areaCode);
      // Whoever brings the files of a government in finds it by its area; one of before that was closed keeps its id. One that is there
      // may be what this very command has made.
      const isByArea = isGovernment({ kind: agencyKind }) && areaCode !== '';
      const ownKey = isByArea && parts.view.find(agencyIdFor(areaCode))?.active !== false ? areaCode : key;
      const agencyId = idOfNewAgency(parts, parentId, agencyKind, ownKey);
      return { kind: 'register', agencyId, parentId, agencyKind, areaCode, ...namesOf(change.value) };
    }
    case 'rename':
      return { kind: 'rename', agencyId: change.value.agencyId, ...namesOf(change.value) };
    case 'fourEyes':
      return { kind: 'four_eyes', agencyId: change.value.agencyId, wanted: change.value.wanted };
    case 'move':
      return { kind: 'move', agencyId: change.value.agencyId, parentId: change.value.parentId };
    case 'kindAndArea':
      return readKindAndArea(parts, change.value);
    case 'close': {
      const { agencyId, successorId, keepOfficers, inspectorateId } = change.value;
      return {
        kind: 'close',
        agencyId,
        keepOfficers,
        ...(successorId === '' ? {} : { successorId }),
        ...(inspectorateId === '' ? {} : { inspectorateId }),
      };
    }
    case undefined:
      throw invalid('change', 'is required');
  }
}

function readKindAndArea(
  parts: DirectoryParts,
  { agencyId, kind, areaCode }: SetKindAndArea,
): Extract<TreeChange, { kind: 'kind_and_area' }> {
  // Written down as what it is, whatever becomes of the tier above.
  const area = areaAfter({ agencyId, areaCode: readArea(parts, areaCode) }, parts.view);
  return { kind: 'kind_and_area', agencyId, agencyKind: readKind(kind), areaCode: area };
}

function readKind(kind: string): AgencyKind {
  const found = AGENCY_KINDS.find((each) => each === kind);
  if (found === undefined) throw invalid('kind', `is one of ${AGENCY_KINDS.join(', ')}`);
  return found;
}

function namesOf({ name, shortName }: { readonly name: string; readonly shortName: string }) {
  return { name: name.trim(), shortName: shortName.trim() };
}

function readArea({ reference }: DirectoryParts, typed: string): string {
  if (typed === '') return '';
  const code = normalizeAreaCode(typed);
  const area = code === undefined ? undefined : reference.areas().find(code);
  if (area === undefined) throw invalid('areaCode', 'is the code of an area such as 21.71');
  return area.code;
}

const WHAT = {
  register: 'registered',
  rename: 'renamed',
  move: 'moved',
  kind_and_area: 'kind_and_area',
  import: 'imported',
} as const;
/** Nobody reads more of either; both are counted to the end. */
const MOST_LISTED = 200;

function whatOf(change: ListedChange['change']): string {
  if (change.kind === 'close') return change.successorId === undefined ? 'closed' : 'merged';
  if (change.kind === 'four_eyes') return change.wanted ? 'four_eyes' : 'two_eyes';
  return WHAT[change.kind];
}

function changeMessage({ view }: DirectoryParts, listed: ListedChange) {
  const { change, nameBefore, before, at, officerId, officerName, reasonText: reason } = listed;
  const nameOf = (agencyId: string) => view.find(agencyId)?.name ?? '';
  const target =
    'parentId' in change ? change.parentId : change.kind === 'close' ? (change.successorId ?? '') : '';
  return {
    at: timestampFromMs(at),
    officerId,
    officerName,
    reason,
    what: whatOf(change),
    agencyId: change.agencyId,
    agencyName: change.kind === 'register' ? change.name : nameBefore,
    toAgencyId: target,
    toName: change.kind === 'rename' ? change.name : nameOf(target),
    ...(change.kind === 'import'
      ? { units: change.units, officers: change.officers, rules: change.rules }
      : {}),
    ...(change.kind === 'kind_and_area' && before !== undefined
      ? {
          kindBefore: before.kind,
          areaBefore: before.areaCode,
          kind: change.agencyKind,
          areaCode: change.areaCode,
        }
      : {}),
  };
}
