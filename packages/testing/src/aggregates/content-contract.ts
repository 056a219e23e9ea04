import { randomBytes } from 'node:crypto';
import { findChainFault, openAggregateStore, openContentStore, openKeyring } from '@lapor/store';
import type { ContentStore, StoreConnection } from '@lapor/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawCollectionOf } from './counter-suite.ts';
import type { StoreUnderTest } from './counter-suite.ts';
import { counterCommand, counterDefinition } from './counter-aggregate.ts';

const SECRET_WORDS = 'Lampu jalan di depan rumah Pak Budi mati';

/** What a content store promises, on whatever profile. */
export function describeContentStore(profile: string, open: () => Promise<StoreUnderTest>): void {
  describe(`content store, ${profile}`, () => {
    let under: StoreUnderTest;
    let connection: StoreConnection;
    let other: StoreConnection;
    let contents: ContentStore;
    const keyring = openKeyring({ secret: randomBytes(32), service: 'intake' });

    beforeAll(async () => {
      under = await open();
      connection = await under.connect();
      other = await under.connect();
      contents = openContentStore({ connection, keyring, name: 'contents' });
      openAggregateStore(counterDefinition, { connection });
      await connection.ready();
    });
    afterAll(async () => {
      await connection.close();
      await other.close();
      await under.dispose();
    });

    const stored = async (subjectId: string, contentId: string) =>
      JSON.stringify([
        await rawCollectionOf(connection, 'contents').findOne({ _id: `${subjectId}:${contentId}` }),
        await rawCollectionOf(connection, 'contents_keys').findOne({ _id: subjectId }),
      ]);

    it('reads back what was put, and stores nothing of it in the clear', async () => {
      const value = { title: SECRET_WORDS, phone: '+628123456789', list: [1, null, { deep: 'ya' }] };
      const ref = await contents.put('case1', 'body', value);
      expect(ref).toEqual({ id: 'body', digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
      expect(await contents.read('case1', 'body')).toEqual(value);
      expect(await contents.read('case1', 'none')).toBeUndefined();
      expect(await contents.read('none', 'body')).toBeUndefined();
      const document = await stored('case1', 'body');
      for (const words of ['Lampu', 'Budi', '628123456789', Buffer.from(SECRET_WORDS).toString('base64')]) {
        expect(document).not.toContain(words);
      }
    });

    it('takes the same again and refuses another value under the same id', async () => {
      const first = await contents.put('case2', 'body', { b: 1, a: 'x' });
      expect(await contents.put('case2', 'body', { a: 'x', b: 1 })).toEqual(first);
      await expect(contents.put('case2', 'body', 'y')).rejects.toMatchObject({ code: 'unprocessable' });
      expect((await contents.put('case2', 'copy', { b: 1, a: 'x' })).digest).not.toBe(first.digest);
    });

    it('reads one content of many subjects at once, and leaves out what is not there', async () => {
      for (const subject of ['across1', 'across2', 'across3'])
        await contents.put(subject, 'body', `of ${subject}`);
      await contents.put('across1', 'title', 'another');
      await contents.erase('across2');
      const wanted = ['across1', 'across2', 'across3', 'never', 'across1'];
      const fresh = openContentStore({ connection: other, keyring, name: 'contents' });
      await other.ready();
      for (const store of [contents, fresh]) {
        expect(await store.readAcross(wanted, 'body')).toEqual(
          new Map([
            ['across1', 'of across1'],
            ['across3', 'of across3'],
          ]),
        );
      }
      expect(await contents.readAcross([], 'body')).toEqual(new Map());
    });

    it('reads some contents of each of many subjects at once, and leaves out what is not there', async () => {
      await contents.put('each1', 'a', 'A1');
      await contents.put('each1', 'b', 'B1');
      await contents.put('each2', 'a', 'A2');
      await contents.put('each3', 'a', 'A3');
      await contents.erase('each3');
      const wanted = new Map([
        ['each1', ['b', 'none', 'a']],
        ['each2', ['b']],
        ['each3', ['a']],
        ['never', ['a']],
      ]);
      const expected = new Map([
        [
          'each1',
          new Map([
            ['a', 'A1'],
            ['b', 'B1'],
          ]),
        ],
      ]);
      const fresh = openContentStore({ connection: other, keyring, name: 'contents' });
      await other.ready();
      for (const store of [contents, fresh]) expect(await store.readEach(wanted)).toEqual(expected);
      expect(await contents.readEach(new Map())).toEqual(new Map());
    });

    it('reads many at once and leaves out what is not there', async () => {
      await contents.put('case3', 'a', 'A');
      await contents.put('case3', 'b', 'B');
      expect(await contents.readMany('case3', ['a', 'none', 'b'])).toEqual(
        new Map([
          ['a', 'A'],
          ['b', 'B'],
        ]),
      );
      expect(await contents.readMany('case3', [])).toEqual(new Map());
    });

    it('keeps a text message that was cut in the middle of an emoji', async () => {
      const cut = 'rusak \ud83d';
      await contents.put('case4', 'sms', cut);
      expect(await contents.put('case4', 'sms', cut)).toMatchObject({ id: 'sms' });
      expect(await contents.read('case4', 'sms')).toBe('rusak \ufffd');
    });

    it('gives one subject one key, however many begin at once', async () => {
      const second = openContentStore({ connection: other, keyring, name: 'contents' });
      await other.ready();
      await Promise.all(
        Array.from({ length: 12 }, (_, at) => (at % 2 ? second : contents).put('case5', `m${at}`, at)),
      );
      const ids = Array.from({ length: 12 }, (_, at) => `m${at}`);
      const all = await contents.readMany('case5', ids);
      expect(ids.map((id) => all.get(id))).toEqual(ids.map((_, at) => at));
    });

    it('what was erased is gone at once here, however lately it was read', async () => {
      await contents.put('hot1', 'body', 'x');
      await contents.put('hot1', 'title', 'y');
      expect(await contents.read('hot1', 'body')).toBe('x');
      await contents.erase('hot1');
      expect(await contents.read('hot1', 'body')).toBeUndefined();
      expect(await contents.readMany('hot1', ['body', 'title'])).toEqual(new Map());
      expect(await contents.readAcross(['hot1'], 'body')).toEqual(new Map());
      expect(await contents.readEach(new Map([['hot1', ['body']]]))).toEqual(new Map());
    });

    it('erases by destroying the key; history and digests stay and still verify', async () => {
      const store = openAggregateStore(counterDefinition, { connection });
      const { digest } = await contents.put('case6', 'answer', SECRET_WORDS);
      await contents.put('case7', 'answer', 'stays');
      await store.execute(counterCommand('case6', 'c1'), () => [{ type: 'Noted', data: { ref: digest } }]);
      const document = await stored('case6', 'answer');
      const key = /"wrapped":"([^"]+)"/.exec(document)?.[1] ?? '';
      expect(key).not.toBe('');
      await contents.erase('case6');
      await contents.erase('case6');
      expect(await contents.read('case6', 'answer')).toBeUndefined();
      expect(await contents.readMany('case6', ['answer'])).toEqual(new Map());
      expect(await stored('case6', 'answer')).not.toContain(key);
      await expect(contents.put('case6', 'late', 'x')).rejects.toMatchObject({ code: 'illegal' });
      expect(await contents.read('case7', 'answer')).toBe('stays');
      const history = await store.history('case6');
      expect(history).toHaveLength(1);
      expect(findChainFault(history)).toBeUndefined();
    });

    it('opens nothing that was moved to another id or tampered with', async () => {
      await contents.put('case8', 'a', 'A');
      const raw = rawCollectionOf(connection, 'contents');
      const document = (await raw.findOne({ _id: 'case8:a' })) as Record<string, unknown>;
      await raw.insertOne({ ...document, _id: 'case8:b' });
      await expect(contents.read('case8', 'b')).rejects.toMatchObject({ code: 'internal' });
    });
  });
}
