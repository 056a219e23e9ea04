import type { DirectoryParts } from '../parts.ts';
import { absenceCalls } from './absence-calls.ts';
import { agencyCalls } from './agency-calls.ts';
import { agencyChangeCalls } from './agency-change-calls.ts';
import { agencyKeyCalls } from './agency-key-calls.ts';
import { areaCalls } from './area-calls.ts';
import { calendarCalls } from './calendar-calls.ts';
import { categoryCalls } from './category-calls.ts';
import { competenceCalls } from './competence-calls.ts';
import { competenceTableCalls } from './competence-table-calls.ts';
import type { DirectoryCalls } from './directory-calls.ts';
import { filterCalls } from './filter-calls.ts';
import { importCalls } from './import-calls.ts';
import { templateCalls } from './template-calls.ts';
import { sessionCalls } from './session-calls.ts';
import { accountCalls } from './account-calls.ts';
import { officerCalls } from './officer-calls.ts';

/** All of lapor.directory.v1.DirectoryService. */
export function directoryService(parts: DirectoryParts): DirectoryCalls {
  return {
    ...areaCalls(parts),
    ...agencyCalls(parts),
    ...agencyChangeCalls(parts),
    ...categoryCalls(parts),
    ...competenceCalls(parts),
    ...competenceTableCalls(parts),
    ...calendarCalls(parts),
    ...accountCalls(parts),
    ...officerCalls(parts),
    ...absenceCalls(parts),
    ...sessionCalls(parts),
    ...filterCalls(parts),
    ...templateCalls(parts),
    ...importCalls(parts),
    ...agencyKeyCalls(parts),
  };
}
