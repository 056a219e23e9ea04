import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { DescMessage, MessageInitShape, MessageShape } from '@bufbuild/protobuf';

/** Binary protobuf in both directions, in the form grpc-js wants. */
export interface Codec<Desc extends DescMessage> {
  readonly serialize: (message: MessageInitShape<Desc>) => Buffer;
  readonly deserialize: (bytes: Buffer) => MessageShape<Desc>;
}

const codecs = new WeakMap<DescMessage, Codec<DescMessage>>();

/** One codec per message type. */
export function codecOf<Desc extends DescMessage>(desc: Desc): Codec<Desc> {
  let codec = codecs.get(desc);
  if (codec === undefined) {
    codec = {
      // `create` hands a complete message back as it is.
      serialize: (message) => asBuffer(toBinary(desc, create(desc, message as MessageInitShape<Desc>))),
      deserialize: (bytes) => fromBinary(desc, bytes),
    };
    codecs.set(desc, codec);
  }
  return codec;
}

/** The same bytes as a Buffer, without a copy. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
