import type { StoreConnection } from '@lapor/store';
import { openDocuments } from './documents.ts';
import { indexEntries } from './domain/competence/competence-tables.ts';
import type { CompetenceEntry, CompetenceTables } from './domain/competence/competence-tables.ts';

/** A line of the competence table, and the body (government or authority) whose table it is. */
export interface Rule extends CompetenceEntry {
  readonly bodyId: string;
}

/** The competence table: in memory for every look-up, in the store for good. */
export interface RuleBook {
  readonly entriesFor: CompetenceTables['entriesFor'];
  ofBody(bodyId: string): readonly Rule[];
  ofAgency(agencyId: string): readonly Rule[];
  /** Writes and takes effect at once here; other replicas are told by `announce`. */
  put(rules: readonly Rule[]): Promise<void>;
  reload(): Promise<void>;
}

type RuleDocument = Omit<Rule, 'id'> & { readonly _id: string };

export function openRuleBook(connection: StoreConnection): RuleBook {
  const documents = openDocuments<RuleDocument>(connection, 'competence_rules');
  let rules = new Map<string, Rule>();
  let entriesFor = indexEntries([]);
  const take = (all: Map<string, Rule>): void => {
    rules = all;
    entriesFor = indexEntries(all.values());
  };
  return {
    entriesFor: (areaCode, categoryCode) => entriesFor(areaCode, categoryCode),
    ofAgency: (agencyId) => [...rules.values()].filter((rule) => rule.agencyId === agencyId),
    ofBody: (bodyId) => [...rules.values()].filter((rule) => rule.bodyId === bodyId),
    async put(changed) {
      // Side by side, so that they are committed together.
      await Promise.all(
        changed.map(({ id, ...rule }) => documents.updateOne({ _id: id }, { $set: rule }, { upsert: true })),
      );
      take(new Map([...rules, ...changed.map((rule) => [rule.id, rule] as const)]));
    },
    async reload() {
      const found = await documents.find({}).toArray();
      take(new Map(found.map(({ _id, ...rule }) => [_id, { id: _id, ...rule }])));
    },
  };
}
