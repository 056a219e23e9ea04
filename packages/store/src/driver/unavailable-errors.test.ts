import { AppError } from '@lapor/kernel';
import { mongo } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { asUnavailable } from './unavailable-errors.ts';

function ofTheSocket(code: string): Error {
  return Object.assign(new Error('This socket has been ended by the other party'), { code });
}

/** As the driver makes it of what it meets. */
function bulkWrite(met: Error | { readonly message: string; readonly code: number }): Error {
  return new mongo.MongoBulkWriteError(met, {} as mongo.BulkWriteResult);
}

describe('asUnavailable', () => {
  it.each([
    ['a broken connection', new mongo.MongoNetworkError('connection 3 to 127.0.0.1 closed')],
    ['a write to a socket whose other end has just gone', ofTheSocket('EPIPE')],
    ['a connection that was reset', ofTheSocket('ECONNRESET')],
    ['a bulk write whose connection broke', bulkWrite(new mongo.MongoNetworkError('connection 3 closed'))],
    ['a bulk write to a socket whose other end has just gone', bulkWrite(ofTheSocket('EPIPE'))],
  ])('says of %s that it is worth trying again', (_, error) => {
    const said = asUnavailable(error);
    expect(said).toBeInstanceOf(AppError);
    expect(said).toMatchObject({ code: 'unavailable', retryable: true, cause: error });
  });

  it.each([
    ['a document that is there already', new mongo.MongoServerError({ code: 11000, message: 'E11000' })],
    ['a bulk write with such a document', bulkWrite({ message: 'E11000', code: 11000 })],
    ['a mistake of ours', new TypeError('x is not a function')],
    ['a file that is missing', ofTheSocket('ENOENT')],
  ])('leaves %s as it is', (_, error) => {
    expect(asUnavailable(error)).toBe(error);
  });
});
