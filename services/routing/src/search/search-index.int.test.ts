import { randomUUID } from 'node:crypto';
import { connectMongo } from '@lapor/store';
import { mongoUrl } from '@lapor/testing/servers';
import { describe, expect, test } from 'vitest';
import { searchIndexSuite } from '../fixtures/search-index-suite.ts';

interface Stage {
  readonly stage: string;
  readonly inputStage?: Stage;
}

interface Explained {
  readonly queryPlanner: { readonly winningPlan: Stage };
  readonly executionStats: { readonly totalKeysExamined: number; readonly totalDocsExamined: number };
}

function stagesOf({ stage, inputStage }: Stage): readonly string[] {
  return [stage, ...(inputStage === undefined ? [] : stagesOf(inputStage))];
}

describe('the index of words, on MongoDB', () => {
  const { connection, common } = searchIndexSuite(async () => {
    const server = await mongoUrl();
    const opened = await connectMongo(server.url, `${randomUUID().slice(0, 8)}_routing`);
    return {
      connection: opened,
      async close() {
        await opened.mongoose.connections.at(-1)?.dropDatabase();
        await opened.close();
        await server.stop();
      },
    };
  });

  const explained = async (filter: object, projection: object, sort: object) => {
    const native = connection().mongoose.connections.at(-1)?.db?.collection('search_terms');
    return (await native
      ?.find(filter, { projection })
      .sort(sort as never)
      .limit(50)
      .explain('executionStats')) as unknown as Explained;
  };

  test('what is looked through is one walk through the index: nothing sorted, no document read', async () => {
    const orders = { $in: Array.from({ length: 50 }, (_, at) => at) };
    for (const [filter, projection, sort] of [
      [{ terms: common(), order: { $lte: 300 } }, { order: 1, _id: 0 }, { order: -1 }],
      [{ terms: common(), order: orders }, { order: 1, _id: 0 }, {}],
      [{ order: orders }, { _id: 1, order: 1 }, {}],
    ] as const) {
      const { queryPlanner, executionStats } = await explained(filter, projection, sort);
      expect(stagesOf(queryPlanner.winningPlan)).toContain('IXSCAN');
      expect(stagesOf(queryPlanner.winningPlan)).not.toContain('SORT');
      expect(executionStats.totalDocsExamined).toBe(0);
      expect(executionStats.totalKeysExamined).toBeLessThanOrEqual(101);
    }
  });
});
