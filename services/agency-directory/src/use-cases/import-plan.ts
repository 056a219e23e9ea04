import type { ImportIssue } from '../domain/import/csv-table.ts';
import type { OfficerLine } from '../domain/import/parse-officers.ts';
import type { OverseerScope } from '../domain/officer/overseer-scope.ts';
import type { RoleName } from '../domain/officer/role.ts';
import type { Rule } from '../rules/rule-book.ts';
import type { AgencyRecord, DirectoryView } from '../stores/directory-view.ts';

/** An officer who is there already, as far as an import may change them. */
export interface KnownOfficer {
  readonly officerId: string;
  readonly agencyId: string;
  readonly role: RoleName;
  readonly left: boolean;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly scope?: OverseerScope;
}

/** What there is now. */
export interface Present {
  readonly view: Pick<DirectoryView, 'find' | 'subtree'>;
  readonly rules: readonly Rule[];
  readonly officers: ReadonlyMap<string, KnownOfficer>;
  readonly agencyIdOf: (key: string) => string;
  /** Officers who release drafts, by the agency; of those with four eyes, and of those that the files want them for. */
  readonly releasers: ReadonlyMap<string, readonly string[]>;
  /** Who reads what an inspectorate holds, by its id; of those that the files may take somebody from. */
  readonly readers: ReadonlyMap<string, readonly string[]>;
  /** Where whoever brings the files in serves, from the root; empty for the platform itself. */
  readonly callerPath: readonly string[];
  /** Whoever brings the files in may give roles that see beyond one government. */
  readonly national: boolean;
  /** Whoever brings the files in stands above the body: what concerns its inspectorate is theirs to say. */
  readonly aboveBody: boolean;
  /** The body's own admins. */
  readonly bodyAdmins: readonly string[];
  /** Another body, whose reports the row would take where nobody above both enters it. */
  readonly takenFrom: (rule: Rule) => string | undefined;
}

export type PlannedOfficer = Omit<OfficerLine, 'scope'> & {
  readonly agencyId: string;
  readonly scope?: OverseerScope;
};

/** The difference between the files and what there is. Empty when the files have been brought in before. */
export interface ImportPlan {
  readonly issues: readonly ImportIssue[];
  /** The body itself and agencies that are only moved along are written too, but not counted. */
  readonly agencies: readonly AgencyRecord[];
  readonly unitsAdded: number;
  readonly unitsChanged: number;
  readonly officersAdded: readonly PlannedOfficer[];
  readonly officersChanged: readonly { readonly known: KnownOfficer; readonly to: PlannedOfficer }[];
  readonly rulesAdded: readonly Rule[];
  readonly rulesChanged: readonly Rule[];
}
