import { newId } from '@lapor/kernel';
import type { Actor, AggregateDefinition, AggregateStore, StoreConnection } from '@lapor/store';
import { SYSTEM } from '../commands.ts';
import { openDocuments } from '../stores/documents.ts';
import { evolveCompetenceRow, setRow } from '../domain/competence/competence-row.ts';
import type { CompetenceRowEvent, CompetenceRowState, Rule } from '../domain/competence/competence-row.ts';
import { indexEntries } from '../domain/competence/competence-tables.ts';
import type { CompetenceTables } from '../domain/competence/competence-tables.ts';
import type { ReasonRef } from '../domain/reason-ref.ts';

export type { Rule } from '../domain/competence/competence-row.ts';
export type RuleStore = AggregateStore<CompetenceRowState, CompetenceRowEvent>;

/** Each row of the table and how it came to be so. */
export const COMPETENCE_ROWS: AggregateDefinition<CompetenceRowState, CompetenceRowEvent> = {
  name: 'competence_rows',
  context: 'directory',
  schema: 1,
  evolve: evolveCompetenceRow,
  isPublished: () => false,
  publish: () => undefined,
  indexes: [{ fields: { 'state.bodyId': 1, 'state.changedAt': 1 } }],
};

/** Who changes rows and why. */
export interface RuleAuthor {
  readonly actor: Actor;
  /** Makes it safe to send again. */
  readonly commandId?: string;
  readonly bodyHash?: string;
  readonly reason?: ReasonRef;
}

/** The competence table: in memory for every look-up, in the store for good. */
export interface RuleBook {
  readonly entriesFor: CompetenceTables['entriesFor'];
  find(id: string): Rule | undefined;
  ofBody(bodyId: string): readonly Rule[];
  ofAgency(agencyId: string): readonly Rule[];
  all(): Iterable<Rule>;
  /** Writes and takes effect at once here; other replicas are told by `announce`. */
  put(rules: readonly Rule[], by?: RuleAuthor): Promise<void>;
  /** The same with one row that is decided only if the command was not run before. What it is after that, or since. */
  change(
    id: string,
    by: Required<Omit<RuleAuthor, 'reason'>>,
    decide: () => { readonly row: Rule; readonly reason: ReasonRef | undefined },
  ): Promise<Rule>;
  reload(): Promise<void>;
}

/** As rows were kept before each had a history. */
type RuleDocument = Omit<Rule, 'id'> & { readonly _id: string };

/** More than a nation has, so that a runaway import is noticed before memory is. */
const MOST = 2_000_000;

export function openRuleBook(connection: StoreConnection, rows: RuleStore): RuleBook {
  const documents = openDocuments<RuleDocument>(connection, 'competence_rules');
  let rules = new Map<string, Rule>();
  let entriesFor = indexEntries([]);
  const take = (all: Map<string, Rule>): void => {
    rules = all;
    entriesFor = indexEntries(all.values());
  };
  const ruleOf = (id: string, { reason: _reason, changedAt: _at, ...rule }: CompetenceRowState): Rule => ({
    id,
    ...rule,
  });
  return {
    entriesFor: (areaCode, categoryCode) => entriesFor(areaCode, categoryCode),
    find: (id) => rules.get(id),
    ofAgency: (agencyId) => [...rules.values()].filter((rule) => rule.agencyId === agencyId),
    ofBody: (bodyId) => [...rules.values()].filter((rule) => rule.bodyId === bodyId),
    all: () => rules.values(),
    async put(changed, { actor, reason, commandId = newId(), bodyHash = commandId } = { actor: SYSTEM }) {
      // Side by side, so that they are committed together.
      const written = await Promise.all(
        changed.map(async (rule) => {
          const command = { aggregateId: rule.id, commandId, bodyHash, actor };
          const { id, state } = await rows.execute(command, (before) => setRow(before, rule, reason));
          return [id, ruleOf(id, state)] as const;
        }),
      );
      take(new Map([...rules, ...written]));
    },
    async change(id, by, decide) {
      const { state } = await rows.execute({ aggregateId: id, ...by }, (before) => {
        const { row, reason } = decide();
        return setRow(before, row, reason);
      });
      const rule = ruleOf(id, state);
      take(new Map([...rules, [id, rule]]));
      return rule;
    },
    async reload() {
      const [before, found] = await Promise.all([
        documents.find({}).toArray(),
        rows.query({}, { limit: MOST }),
      ]);
      const all = new Map<string, Rule>(before.map(({ _id, ...rule }) => [_id, { id: _id, ...rule }]));
      for (const { id, state } of found) all.set(id, ruleOf(id, state));
      take(all);
    },
  };
}
