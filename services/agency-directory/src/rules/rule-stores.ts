import { create, toJsonString } from '@bufbuild/protobuf';
import {
  CalendarChangedSchema,
  CategoryChangedSchema,
  PolicyAddedSchema,
} from '@lapor/contracts/directory/v1/events';
import type { AggregateDefinition } from '@lapor/store';
import { areaOfCalendar, evolveCalendar } from '../domain/calendar/calendar.ts';
import type { CalendarEvent, CalendarState } from '../domain/calendar/calendar.ts';
import { evolveCategories } from '../domain/categories/category-changes.ts';
import type { CategoriesState, CategoryEvent } from '../domain/categories/category-changes.ts';
import { evolvePolicies } from '../domain/policy/policy.ts';
import type { PoliciesState, PolicyEvent } from '../domain/policy/policy.ts';

/** How calendars are stored and published: the nation's, and one for each province, regency or city that has days of its own. */
export const CALENDARS: AggregateDefinition<CalendarState, CalendarEvent> = {
  name: 'calendars',
  context: 'directory',
  schema: 1,
  evolve: evolveCalendar,
  isPublished: () => true,
  publish(event, _state, { aggregateId }) {
    const areaCode = areaOfCalendar(aggregateId);
    const year = event.type === 'CalendarYearSet' ? event.data.year : 0;
    const message = create(CalendarChangedSchema, { areaCode, year });
    return { type: CalendarChangedSchema.typeName, body: toJsonString(CalendarChangedSchema, message) };
  },
};

/** All versions of the policy are one aggregate: each version is an event. */
export const POLICIES: AggregateDefinition<PoliciesState, PolicyEvent> = {
  name: 'policies',
  context: 'directory',
  schema: 1,
  evolve: evolvePolicies,
  isPublished: () => true,
  publish({ data }) {
    const { version, validFrom } = data.policy;
    const message = create(PolicyAddedSchema, { version, validFrom });
    return { type: PolicyAddedSchema.typeName, body: toJsonString(PolicyAddedSchema, message) };
  },
};

/** All changes of the category tree are one aggregate: each is decided in sight of the others, and is there whole or not at all. */
export const CATEGORIES: AggregateDefinition<CategoriesState, CategoryEvent> = {
  name: 'categories',
  context: 'directory',
  schema: 2,
  evolve: evolveCategories,
  isPublished: () => true,
  publish({ type, data: { code, set } }) {
    const parted = type === 'CategoryUnmerged';
    const message = create(CategoryChangedSchema, { code, intoCode: set.mergedInto ?? '', parted });
    return { type: CategoryChangedSchema.typeName, body: toJsonString(CategoryChangedSchema, message) };
  },
};
