import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import type { Caller } from '@lapor/contracts/common/v1/common';
import type { ChangeCalendarRequest } from '@lapor/contracts/directory/v1/directory_service';
import { invalid } from '@lapor/kernel';
import { isNationalAdmin, requireSystem } from '../access.ts';
import { normalizeAreaCode } from '../domain/areas/area-code.ts';
import { partOf, versionOf } from '../domain/calendar/calendar.ts';
import type { DayOffKind } from '../domain/calendar/holiday-table.ts';
import { timeZoneOf } from '../domain/government/time-zone.ts';
import { POLICIES_ID } from '../domain/policy/policy.ts';
import type { Policy } from '../domain/policy/policy.ts';
import type { DirectoryParts } from '../parts.ts';
import {
  calendarId,
  changeCalendar,
  mayKeep,
  readCalendar,
  readCalendars,
  readEntered,
  yearsAtFirst,
} from '../use-cases/manage-calendars.ts';
import type { CalendarChange, EnteredCalendar } from '../use-cases/manage-calendars.ts';
import { addPolicy, listPolicies } from '../use-cases/manage-policies.ts';
import { previewCalendar } from '../use-cases/preview-calendar.ts';
import { calendarChanged, policyChanged, ruleChanges } from '../use-cases/rule-changes.ts';
import type { RuleChanged } from '../use-cases/rule-changes.ts';
import type { DirectoryCalls } from './directory-calls.ts';

type CalendarCall =
  | 'getCalendar'
  | 'listCalendarEditions'
  | 'readCalendar'
  | 'changeCalendar'
  | 'previewCalendar'
  | 'listPolicies'
  | 'addPolicy';

/** Working days and limits: public knowledge. Limits are changed by the national admin, working days by whose area it is too. */
export function calendarCalls(parts: DirectoryParts): Pick<DirectoryCalls, CalendarCall> {
  const calendarFor = async (caller: Caller, areaCode: string) => {
    const entered = await readEntered(parts, areaCode);
    const id = calendarId(parts, areaCode);
    const history = (await parts.calendars.find(id)) === undefined ? [] : await parts.calendars.history(id);
    const mayChange = mayKeep(parts, caller, areaCode);
    const changed = calendarChanged(history, yearsAtFirst(parts, areaCode));
    const changes = await ruleChanges(parts, mayChange, `calendar-${id}`, changed);
    return calendarMessage(parts, entered, { changes, mayChange });
  };
  const policiesFor = async (caller: Caller) => {
    const known = await parts.policies.find(POLICIES_ID);
    const history = known === undefined ? [] : await parts.policies.history(POLICIES_ID);
    const changes = await ruleChanges(parts, isNationalAdmin(caller), 'policies', policyChanged(history));
    return { policies: (await listPolicies(parts)).map(policyMessage), changes: changes.map(changeMessage) };
  };
  return {
    async getCalendar({ areaCode }) {
      // Without an area: the calendar of the national bodies.
      const code = areaCode === '' ? '' : normalizeAreaCode(areaCode);
      if (code === undefined) throw invalid('area_code', 'is an area code such as 21.71');
      const { daysOff, years, weekend, edition } = await readCalendar(parts, code);
      return {
        timeZone: timeZoneOf(code),
        daysOff: [...daysOff],
        years: [...years],
        weekend: [...weekend],
        edition,
      };
    },
    async listCalendarEditions(_request, { caller }) {
      requireSystem(caller);
      const calendars = await readCalendars(parts);
      const editions = [...calendars.editions()];
      return { editions: editions.map(([areaCode, edition]) => ({ areaCode, edition })) };
    },
    readCalendar: ({ areaCode }, { caller }) => calendarFor(caller, areaCode),
    async previewCalendar(request, { caller }) {
      const { calendars, added, gone } = await previewCalendar(parts, caller, readChange(request));
      return {
        calendars: calendars.map(({ areaCodes, timeZone, daysOff, years, weekend }) => ({
          areaCodes: [...areaCodes],
          timeZone,
          daysOff: [...daysOff],
          years: [...years],
          weekend: [...weekend],
        })),
        added: [...added],
        gone: [...gone],
      };
    },
    async changeCalendar(request, { caller }) {
      const { reason, commandId, version } = request;
      const asRead = version === undefined ? {} : { version };
      await changeCalendar(parts, caller, { ...readChange(request), ...asRead, reason, commandId });
      return { calendar: await calendarFor(caller, request.areaCode) };
    },
    listPolicies: (_request, { caller }) => policiesFor(caller),
    async addPolicy({ policy, reason, commandId }, { caller }) {
      if (policy === undefined) throw invalid('policy', 'is required');
      const { $typeName: _type, $unknown: _unknown, ...bare } = policy;
      await addPolicy(parts, caller, { policy: bare, reason, commandId });
      return { policies: await policiesFor(caller) };
    },
  };
}

function readChange({
  areaCode,
  year,
  weekend,
}: Pick<ChangeCalendarRequest, 'areaCode' | 'year' | 'weekend'>): CalendarChange {
  if (year === undefined) return { areaCode, weekend };
  const days = year.days.map(({ date, kind }) => ({ date, kind: kind as DayOffKind }));
  return { areaCode, year: { year: year.year, days } };
}

function policyMessage(policy: Policy) {
  return { ...policy, warnAt: [...policy.warnAt] };
}

function changeMessage({ at, officerId, officerName, what, reason, added = [], gone = [] }: RuleChanged) {
  const told = { officerId, officerName, what, reason, added: [...added], gone: [...gone] };
  return { at: timestampFromMs(Date.parse(at)), ...told };
}

async function calendarMessage(
  parts: DirectoryParts,
  { areaCode, state, edition }: EnteredCalendar,
  { changes, mayChange }: { readonly changes: readonly RuleChanged[]; readonly mayChange: boolean },
) {
  const years = Object.entries(state.years).map(([year, days]) => ({
    year: Number(year),
    days: [...days],
    version: versionOf(state, year),
  }));
  const nameOf = (code: string) => parts.reference.areas().fullName(code);
  const { entered } = await readCalendars(parts);
  return {
    areaCode,
    areaName: areaCode === '' ? '' : nameOf(areaCode),
    edition,
    years: years.toSorted((a, b) => a.year - b.year),
    weekend: [...(state.weekend ?? [])],
    weekendVersion: versionOf(state, partOf({})),
    changes: changes.map(changeMessage),
    mayChange,
    enteredAreas: entered.map((code) => ({ areaCode: code, name: nameOf(code) })),
  };
}
