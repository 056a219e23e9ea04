import mongoose from 'mongoose';
import { expect, it } from 'vitest';
import { asStoreError, isDuplicateKey } from './store-errors.ts';

it('tells a taken id and an unreachable database from everything else', () => {
  const taken = new mongoose.mongo.MongoServerError({ code: 11_000, errmsg: 'E11000' });
  expect(isDuplicateKey(taken)).toBe(true);
  expect(asStoreError(taken)).toBe(taken);
  expect(isDuplicateKey(new Error('E11000'))).toBe(false);
  const away = new mongoose.mongo.MongoNetworkError('connection 1 closed');
  const election = new mongoose.mongo.MongoServerError({ code: 10_107, errmsg: 'not primary' });
  expect(asStoreError(election)).toBe(election);
  election.addErrorLabel('RetryableWriteError');
  expect(asStoreError(election)).toMatchObject({ code: 'unavailable', retryable: true });
  expect(asStoreError(away)).toMatchObject({ code: 'unavailable', retryable: true, cause: away });
});
