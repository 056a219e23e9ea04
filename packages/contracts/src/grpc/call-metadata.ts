import type { Metadata } from '@grpc/grpc-js';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { invalid } from '@lapor/kernel';
import { CallerSchema } from '../gen/lapor/common/v1/common_pb.ts';
import type { Caller } from '../gen/lapor/common/v1/common_pb.ts';
import { asBuffer } from './codec.ts';

const CALLER_KEY = 'lapor-caller-bin';
const TRACE_KEY = 'traceparent';

/** Services use the same few caller objects again and again (themselves, a session): encode each once. */
const encoded = new WeakMap<Caller, Buffer>();

export function writeCaller(metadata: Metadata, caller: Caller): void {
  let bytes = encoded.get(caller);
  if (bytes === undefined) {
    bytes = asBuffer(toBinary(CallerSchema, caller));
    encoded.set(caller, bytes);
  }
  metadata.set(CALLER_KEY, bytes);
}

/** Who the call is for; nobody known when the metadata is absent. @throws AppError invalid */
export function readCaller(metadata: Metadata): Caller {
  const value = metadata.get(CALLER_KEY)[0];
  if (value === undefined) return create(CallerSchema);
  if (typeof value === 'string') throw invalid(CALLER_KEY, 'must be binary');
  try {
    return fromBinary(CallerSchema, value);
  } catch {
    throw invalid(CALLER_KEY, 'must be a lapor.common.v1.Caller');
  }
}

export function writeTraceparent(metadata: Metadata, traceparent: string): void {
  metadata.set(TRACE_KEY, traceparent);
}

export function writeAuthorization(metadata: Metadata, authorization: string): void {
  metadata.set('authorization', authorization);
}

export function readAuthorization(metadata: Metadata): string | undefined {
  const value = metadata.get('authorization')[0];
  return typeof value === 'string' ? value : undefined;
}

export function readTraceparent(metadata: Metadata): string | undefined {
  const value = metadata.get(TRACE_KEY)[0];
  return typeof value === 'string' ? value : undefined;
}
