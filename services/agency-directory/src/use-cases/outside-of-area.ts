import { isBody } from '../domain/agency/agency.ts';
import { areaAfter, liesIn, unitsOutside } from '../domain/agency/kind-and-area.ts';
import type { KindAndArea } from '../domain/agency/kind-and-area.ts';
import { rowsAfterClosing } from '../domain/competence/rows-after-closing.ts';
import { localDay } from '../domain/competence/competence-tables.ts';
import type { DirectoryParts } from '../parts.ts';
import type { Rule } from '../rules/rule-book.ts';
import type { AgencyRecord } from '../stores/directory-view.ts';

export interface OutsideOfArea {
  /** As they end: yesterday, in the zone of the body. */
  readonly rows: readonly Rule[];
  readonly units: readonly AgencyRecord[];
}

/** What of a body would lie outside of the area it is to have; of a unit nothing, whose rows lie in the area of its body. */
export function outsideOfArea(
  { view, rules, clock }: Pick<DirectoryParts, 'view' | 'rules' | 'clock'>,
  change: KindAndArea,
): OutsideOfArea {
  const agency = view.find(change.agencyId);
  if (agency === undefined || !isBody(agency)) return { rows: [], units: [] };
  const area = areaAfter(change, view);
  const outside = rules.ofBody(change.agencyId).filter(({ areaCode }) => !liesIn(areaCode, area));
  const { ended } = rowsAfterClosing<Rule>(outside, localDay(clock.now(), agency.timeZone), undefined);
  return { rows: ended, units: unitsOutside(change, view) };
}
