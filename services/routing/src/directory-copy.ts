import { type Client, SYSTEM_CALLER } from '@lapor/contracts';
import {
  DirectoryService,
  type Policy as PolicyMessage,
  type RenamedAgency as RenamedMessage,
} from '@lapor/contracts/directory/v1/directory_service';
import type { AgencySummary } from '@lapor/contracts/directory/v1/events';
import { AppError, type Clock } from '@lapor/kernel';
import type { Platform } from '@lapor/runtime';
import type { Agencies, KnownAgency } from './domain/agency.ts';
import { calendarKey } from './domain/clocks/calendar-key.ts';
import type { Calendars } from './domain/clocks/clock.ts';
import type { Filing, Jurisdiction } from './domain/commands.ts';
import { DEFAULT_POLICIES, type Policy } from './domain/clocks/policy.ts';
import type { Calendar } from './domain/clocks/working-time.ts';
import { FreshMap } from './fresh-map.ts';
import { type NewNames, newNamesOf, type RenamedAgency } from './search/new-names.ts';

/** An agency that was changed is judged by its old self for this long at the most. */
const AGENCY_FRESH_MILLISECONDS = 30_000;
const CALENDAR_FRESH_MILLISECONDS = 300_000;
const POLICIES_FRESH_MILLISECONDS = 60_000;
const CATEGORIES_FRESH_MILLISECONDS = 60_000;
/** Areas change by law, once in years. */
const AREAS_FRESH_MILLISECONDS = 600_000;
const CALL = { caller: SYSTEM_CALLER };
/** Policies are few, and agencies that were renamed: they are remembered as one. */
const ALL = '';
/** Categories are few: they are remembered as one. */
const WHOLE_TREE = '';

/** What decisions need of the directory, kept at hand and asked for when missing or old. */
export interface DirectoryCopy {
  agencies(ids: readonly string[]): Promise<Agencies>;
  /** The category tree has changed: it is asked for anew. */
  forgetCategories(): void;
  /** Codes that stand for this one by a merger. */
  mergedInto(code: string): Promise<readonly string[]>;
  /** The agency has changed: it is asked for anew. */
  forgetAgency(id: string): void;
  calendars(keys: readonly string[]): Promise<Calendars>;
  /** Every calendar's edition, by key, as the directory has it now. What is older here is forgotten, the limits too. */
  calendarEditions(): Promise<ReadonlyMap<string, number>>;
  /** All versions of the limits. */
  policies(): Promise<readonly Policy[]>;
  /** The inspectorates of these bodies. */
  inspectorates(bodyIds: readonly string[]): Promise<readonly KnownAgency[]>;
  /** What a complaint can be about; undefined for a code that is none. */
  category(code: string): Promise<KnownCategory | undefined>;
  /** The place with all around it, "Kel. Baloi Permai, Kec. Batam Kota, Kota Batam, Kepulauan Riau"; empty for an unknown one. */
  areaName(code: string): Promise<string>;
  /** What people call them, long and short. */
  agencyNames(ids: readonly string[]): Promise<readonly string[]>;
  /** Of agencies that were renamed, the words of what they are called today. */
  newNames(): Promise<NewNames>;
  /** Who is competent for a filing. */
  jurisdiction(filing: Filing & { readonly declaredAgencyId: string }): Promise<Jurisdiction>;
}

export interface KnownCategory {
  /** Whoever complains of it is in danger. */
  readonly danger: boolean;
  /** What it is about is never shown to the public. */
  readonly neverPublic: boolean;
  /** Nothing new is filed under it. */
  readonly retired: boolean;
  /** What it was merged into; empty when it stands for itself. */
  readonly successorCode: string;
}

/** The directory's words for a policy in those of the clocks. */
export function toPolicy(message: PolicyMessage): Policy {
  const { informationDays, aspirationDays, complaintDays, supervisoryDays, keepLimitFrom, ...rest } = message;
  const { $typeName: _type, $unknown: _unknown, ...named } = rest;
  const { keepClosedYears, keepArchivedYears, keepReferredYears, keepWithdrawnYears, ...limits } = named;
  return {
    ...limits,
    caseDays: {
      information: informationDays,
      aspiration: aspirationDays,
      complaint: complaintDays,
      supervisory: supervisoryDays,
    },
    keepLimitFrom: keepLimitFrom / 100,
    keepYears: {
      closed: keepClosedYears,
      archived: keepArchivedYears,
      referred: keepReferredYears,
      withdrawn: keepWithdrawnYears,
    },
  };
}

export function toAgency(summary: AgencySummary): KnownAgency {
  return {
    id: summary.agencyId,
    path: summary.path,
    calendar: calendarKey(summary.areaCode),
    kind: summary.kind,
    onboarded: summary.onboarded && summary.active,
    ...(summary.fourEyes ? { fourEyes: true } : {}),
    ...(summary.active ? {} : { closed: true }),
    ...(summary.successorId === '' ? {} : { successorId: summary.successorId }),
  };
}

/** None while the directory is away, or is of a version that does not tell: a search goes on by what it has. */
async function renamedAgencies(
  directory: Client<typeof DirectoryService>,
): Promise<readonly RenamedAgency[]> {
  try {
    return (await directory.listRenamedAgencies({}, CALL)).agencies.flatMap(toRenamed);
  } catch (error) {
    if (error instanceof AppError && (error.code === 'unsupported' || error.code === 'unavailable'))
      return [];
    throw error;
  }
}

function toRenamed({ agency, formerNames }: RenamedMessage): readonly RenamedAgency[] {
  if (agency === undefined) return [];
  const { name, shortName } = agency;
  return [{ agency: toAgency(agency), name, shortName, formerNames }];
}

async function areaNameOf(directory: Client<typeof DirectoryService>, code: string): Promise<string> {
  try {
    return (await directory.getArea({ code }, CALL)).area?.fullName ?? '';
  } catch (error) {
    if (error instanceof AppError && (error.code === 'not_found' || error.code === 'invalid')) return '';
    throw error;
  }
}

export function openDirectoryCopy(platform: Platform): DirectoryCopy {
  const directory: Client<typeof DirectoryService> = platform.client('directory', DirectoryService);
  // Freshness is about this process, not about domain time.
  const clock: Clock = { now: () => new Date() };
  const agencies = new FreshMap<KnownAgency>(clock, AGENCY_FRESH_MILLISECONDS, async (agencyIds) => {
    const answer = await directory.getAgencies({ agencyIds: [...agencyIds] }, CALL);
    return new Map(answer.agencies.map((agency) => [agency.agencyId, toAgency(agency)]));
  });
  const agencyNames = new FreshMap<string>(clock, AGENCY_FRESH_MILLISECONDS, async (agencyIds) => {
    const answer = await directory.getAgencies({ agencyIds: [...agencyIds] }, CALL);
    return new Map(
      answer.agencies.map(({ agencyId, name, shortName }) => [agencyId, `${name} ${shortName}`]),
    );
  });
  const renamed = new FreshMap<NewNames>(clock, AGENCY_FRESH_MILLISECONDS, async () => {
    return new Map([[ALL, newNamesOf(await renamedAgencies(directory))]]);
  });
  const areaNames = new FreshMap<string>(clock, AREAS_FRESH_MILLISECONDS, async (codes) => {
    const answers = codes.map(async (code) => [code, await areaNameOf(directory, code)] as const);
    return new Map(await Promise.all(answers));
  });
  const inspectorates = new FreshMap<readonly KnownAgency[]>(
    clock,
    AGENCY_FRESH_MILLISECONDS,
    async (bodyIds) => {
      const answers = bodyIds.map(async (parentId) => {
        const found = await directory.listAgencies({ parentId, kind: 'inspectorate' }, CALL);
        return [parentId, found.agencies.map(toAgency)] as const;
      });
      return new Map(await Promise.all(answers));
    },
  );
  const calendars = new FreshMap<Calendar>(clock, CALENDAR_FRESH_MILLISECONDS, async (keys) => {
    const answers = keys.map(async (key) => {
      const found = await directory.getCalendar({ areaCode: key }, CALL);
      const { timeZone, daysOff, years, weekend, edition } = found;
      const days = { daysOff: new Set(daysOff), years: new Set(years) };
      // A directory of an earlier version tells neither week nor edition.
      const week = weekend.length === 0 ? {} : { weekend: new Set(weekend) };
      return [key, { timeZone, ...days, ...week, edition }] as const;
    });
    return new Map(await Promise.all(answers));
  });
  const policies = new FreshMap<readonly Policy[]>(clock, POLICIES_FRESH_MILLISECONDS, async () => {
    const found = await directory.listPolicies({}, CALL);
    return new Map([[ALL, found.policies.map(toPolicy)]]);
  });
  const trees = new FreshMap<ReadonlyMap<string, KnownCategory>>(
    clock,
    CATEGORIES_FRESH_MILLISECONDS,
    async () => {
      const { categories } = await directory.listCategories({}, CALL);
      // A complaint is about a leaf; the branches only sort them.
      const leaves = categories.filter(({ parentCode }) => parentCode !== '');
      return new Map([
        [
          WHOLE_TREE,
          new Map(
            leaves.map(({ code, danger, neverPublic, retired, successorCode }) => [
              code,
              { danger, neverPublic, retired, successorCode },
            ]),
          ),
        ],
      ]);
    },
  );
  return {
    agencies: (ids) => agencies.get(ids),
    forgetCategories: () => trees.forget(() => true),
    forgetAgency(changed) {
      agencies.forget((id) => id === changed);
      agencyNames.forget((id) => id === changed);
      renamed.forget(() => true);
      inspectorates.forget((_body, all) => all.some(({ id }) => id === changed));
    },
    calendars: (keys) => calendars.get(keys),
    async calendarEditions() {
      const { editions } = await directory.listCalendarEditions({}, CALL);
      const byKey = new Map(editions.map(({ areaCode, edition }) => [areaCode, edition]));
      policies.forget(() => true);
      calendars.forget((key, { edition = 0 }) => edition < (byKey.get(key) ?? 0));
      return byKey;
    },
    policies: async () => (await policies.get([ALL])).get(ALL) ?? DEFAULT_POLICIES,
    inspectorates: async (bodyIds) => [...(await inspectorates.get(bodyIds)).values()].flat(),
    category: async (code) => (await trees.get([WHOLE_TREE])).get(WHOLE_TREE)?.get(code),
    async mergedInto(code) {
      const all = (await trees.get([WHOLE_TREE])).get(WHOLE_TREE) ?? new Map<string, KnownCategory>();
      return [...all].flatMap(([each, { successorCode }]) => (successorCode === code ? [each] : []));
    },
    areaName: async (code) => (code === '' ? '' : ((await areaNames.get([code])).get(code) ?? '')),
    agencyNames: async (ids) => [...(await agencyNames.get(ids)).values()],
    newNames: async () => (await renamed.get([ALL])).get(ALL) ?? new Map<string, never>(),
    async jurisdiction(filing) {
      const { declaredAgencyId, categoryCode, areaCode } = filing;
      const found = await directory.resolveCompetence(
        { declaredAgencyId, categoryCode, areaCode, protected: filing.protected },
        CALL,
      );
      if (found.admin === undefined)
        throw new Error('the directory names no agency to watch over a complaint');
      const reported = found.reportedAgencyId === '' ? {} : { reportedId: found.reportedAgencyId };
      // What is found for a protected case is who may hold it: the tier above whom it is about. They decide, not a table.
      if (filing.protected) return { admin: toAgency(found.agency ?? found.admin), ...reported };
      return {
        admin: toAgency(found.admin),
        ...(found.agency === undefined ? {} : { competent: toAgency(found.agency) }),
        ...(found.triageReason === '' ? {} : { triageReason: found.triageReason }),
        ...reported,
      };
    },
  };
}
