import type { DescMessage, MessageShape } from '@bufbuild/protobuf';
import { parseBusEvent } from '@lapor/contracts';
import * as contract from '@lapor/contracts/routing/v1/events';
import type { BusEvent } from '@lapor/events';

interface Row {
  readonly type: string;
  /** Whether by this event the case is found otherwise than before. */
  readonly tells: (event: BusEvent) => boolean;
}

const always = ({ typeName: type }: DescMessage): Row => ({ type, tells: () => true });

function where<Schema extends DescMessage>(
  schema: Schema,
  tells: (event: MessageShape<Schema>) => boolean,
): Row {
  return {
    type: schema.typeName,
    tells: (event) => {
      const message = parseBusEvent(schema, event);
      return message !== undefined && tells(message);
    },
  };
}

type OfCase = { readonly case?: { readonly masterCaseId: string } | undefined };
/** What a master says is found with the master: of ten thousand who follow none is indexed anew. */
const ownStep = (event: OfCase): boolean => (event.case?.masterCaseId ?? '') === '';
const commented = (event: { readonly commented: boolean }): boolean => event.commented;

const ROWS: readonly Row[] = [
  // After these a case may be found by others, or by another name.
  always(contract.CaseOpenedSchema),
  always(contract.CaseDisposedSchema),
  always(contract.CaseReturnedSchema),
  always(contract.CaseRevivedSchema),
  always(contract.CasePrivacyChangedSchema),
  always(contract.CaseTakenOverSchema),
  always(contract.CaseHolderMovedSchema),
  always(contract.CaseCategoryFollowedSchema),
  // Whoever looks around by category finds it there.
  always(contract.CaseReclassifiedSchema),
  always(contract.ObjectionDecidedSchema),
  where(contract.CaseMergedSchema, ({ fromAgencyId }) => fromAgencyId !== ''),
  // What its master said is its own from here on.
  always(contract.CaseUnmergedSchema),

  // After these by more words.
  always(contract.QuestionAskedSchema),
  always(contract.QuestionAnsweredSchema),
  always(contract.PromiseReportedSchema),
  // These end following a master, too.
  always(contract.CaseNotSolvedSchema),
  always(contract.CaseReopenedSchema),
  always(contract.ReclassificationObjectedSchema),
  where(contract.CaseFollowedUpSchema, ownStep),
  where(contract.CaseAnsweredSchema, ownStep),
  where(contract.CaseArchivedSchema, ownStep),
  where(contract.CaseReferredSchema, ownStep),
  where(contract.PromiseKeptSchema, commented),
  where(contract.CaseClosedSchema, commented),
  where(contract.CaseRatedSchema, commented),
  where(contract.CaseWithdrawnSchema, commented),
];

const BY_TYPE = new Map(ROWS.map((row) => [row.type, row]));

/** Events that may change what a case is found by. */
export const INDEXED_TYPES: readonly string[] = [...BY_TYPE.keys()];

export function isToIndex(event: BusEvent): boolean {
  return BY_TYPE.get(event.type)?.tells(event) ?? false;
}
