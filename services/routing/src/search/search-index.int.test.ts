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

  test('a page is one walk through the index: nothing sorted, nothing looked at that is not shown', async () => {
    const native = connection().mongoose.connections.at(-1)?.db?.collection('search_terms');
    const explained = (await native
      ?.find({ keys: common(), order: { $lte: 300 } }, { projection: { _id: 1, order: 1 } })
      .sort({ order: -1 })
      .limit(50)
      .explain('executionStats')) as unknown as Explained;
    expect(stagesOf(explained.queryPlanner.winningPlan)).toContain('IXSCAN');
    expect(stagesOf(explained.queryPlanner.winningPlan)).not.toContain('SORT');
    expect(explained.executionStats).toMatchObject({ totalKeysExamined: 50, totalDocsExamined: 50 });
  });
});
