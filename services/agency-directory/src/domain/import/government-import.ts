import type { CsvText, ImportIssue } from './csv-table.ts';
import type { ImportContext } from './import-context.ts';
import { parseOfficers } from './parse-officers.ts';
import type { OfficerLine } from './parse-officers.ts';
import { parseRules } from './parse-rules.ts';
import type { RuleLine } from './parse-rules.ts';
import { parseUnits } from './parse-units.ts';
import type { UnitLine, UnitsParsed } from './parse-units.ts';

/** The three CSV files; one that is not there means that nothing of the kind is brought in. */
export interface GovernmentFiles {
  readonly units?: CsvText;
  readonly officers?: CsvText;
  readonly competence?: CsvText;
}

export interface GovernmentImport {
  /** Parents before their children. */
  readonly units: readonly UnitLine[];
  readonly officers: readonly OfficerLine[];
  readonly rules: readonly RuleLine[];
  /** Everything that is wrong, by file and line. Nothing may be stored while there is any. */
  readonly issues: readonly ImportIssue[];
}

/** Reads and checks the files of one government: units, officers, competence. */
export function parseGovernment(files: GovernmentFiles, context: ImportContext): GovernmentImport {
  const { units, keys, issues } = files.units === undefined ? NO_UNITS : parseUnits(files.units, context);
  const officers = files.officers === undefined ? undefined : parseOfficers(files.officers, keys, context);
  const rules = files.competence === undefined ? undefined : parseRules(files.competence, keys, context);
  return {
    units,
    officers: officers?.officers ?? [],
    rules: rules?.rules ?? [],
    issues: [...issues, ...(officers?.issues ?? []), ...(rules?.issues ?? [])],
  };
}

const NO_UNITS: UnitsParsed = { units: [], keys: new Set(), issues: [] };
