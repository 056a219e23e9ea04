import { toBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { nestedTypes } from '@bufbuild/protobuf/reflect';
import { status } from '@grpc/grpc-js';
import type { Server, ServerDuplexStream } from '@grpc/grpc-js';
import type { DescExtension, DescFile, DescService, MessageInitShape } from '@bufbuild/protobuf';
import { ServerReflection } from './gen/grpc/reflection/v1/reflection_pb.ts';
import type {
  ServerReflectionRequest,
  ServerReflectionResponseSchema,
} from './gen/grpc/reflection/v1/reflection_pb.ts';
import { ServerReflection as ServerReflectionAlpha } from './gen/grpc/reflection/v1alpha/reflection_pb.ts';
import { methodDefinition } from './server.ts';

type Answer = NonNullable<MessageInitShape<typeof ServerReflectionResponseSchema>['messageResponse']>;

/**
 * Adds grpc.reflection.v1 and v1alpha (the same messages) for the given services, so that grpcurl and the like can
 * call a server without our proto files.
 */
export function addReflection(server: Server, services: readonly DescService[]): void {
  let index: ReflectionIndex | undefined;
  const handler = (call: ServerDuplexStream<ServerReflectionRequest, unknown>) => {
    // Costs memory that a server nobody asks should not spend.
    index ??= new ReflectionIndex(services);
    const known = index;
    call.on('data', (request: ServerReflectionRequest) => {
      call.write({
        validHost: request.host,
        originalRequest: request,
        messageResponse: known.answer(request.messageRequest),
      });
    });
    call.on('end', () => call.end());
  };
  for (const { method } of [ServerReflection, ServerReflectionAlpha]) {
    const definition = methodDefinition(method.serverReflectionInfo);
    server.addService({ serverReflectionInfo: definition }, { serverReflectionInfo: handler });
  }
}

/** All files behind a set of services, by name, by symbol and by extension. */
class ReflectionIndex {
  readonly #services: readonly string[];
  readonly #files = new Map<string, DescFile>();
  readonly #symbols = new Map<string, DescFile>();
  readonly #extensions = new Map<string, DescExtension[]>();

  constructor(services: readonly DescService[]) {
    this.#services = services.map(({ typeName }) => typeName);
    for (const service of services) this.#add(service.file);
  }

  answer(request: ServerReflectionRequest['messageRequest']): Answer {
    switch (request.case) {
      case 'listServices':
        return {
          case: 'listServicesResponse',
          value: { service: this.#services.map((name) => ({ name })) },
        };
      case 'fileByFilename':
        return this.#answerWith(this.#files.get(request.value), request.value);
      case 'fileContainingSymbol':
        return this.#answerWith(this.#symbols.get(request.value), request.value);
      case 'fileContainingExtension': {
        const { containingType, extensionNumber } = request.value;
        const found = this.#extensions.get(containingType)?.find(({ number }) => number === extensionNumber);
        return this.#answerWith(found?.file, `${containingType} ${extensionNumber}`);
      }
      case 'allExtensionNumbersOfType': {
        const found = this.#extensions.get(request.value);
        if (found === undefined && !this.#symbols.has(request.value)) return unknown(request.value);
        return {
          case: 'allExtensionNumbersResponse',
          value: {
            baseTypeName: request.value,
            extensionNumber: (found ?? []).map(({ number }) => number),
          },
        };
      }
      default:
        return {
          case: 'errorResponse',
          value: { errorCode: status.INVALID_ARGUMENT, errorMessage: 'no request' },
        };
    }
  }

  #answerWith(file: DescFile | undefined, asked: string): Answer {
    if (file === undefined) return unknown(asked);
    const files = new Set<DescFile>();
    collect(file, files);
    return {
      case: 'fileDescriptorResponse',
      value: {
        fileDescriptorProto: [...files].map(({ proto }) => toBinary(FileDescriptorProtoSchema, proto)),
      },
    };
  }

  #add(file: DescFile): void {
    const name = file.proto.name;
    if (this.#files.has(name)) return;
    this.#files.set(name, file);
    for (const type of nestedTypes(file)) {
      this.#symbols.set(type.typeName, file);
      if (type.kind === 'service') {
        for (const method of type.methods) this.#symbols.set(`${type.typeName}.${method.name}`, file);
      }
      if (type.kind === 'extension') {
        const extended = this.#extensions.get(type.extendee.typeName) ?? [];
        this.#extensions.set(type.extendee.typeName, [...extended, type]);
      }
    }
    for (const dependency of file.dependencies) this.#add(dependency);
  }
}

/** A file after everything it imports. */
function collect(file: DescFile, into: Set<DescFile>): void {
  if (into.has(file)) return;
  for (const dependency of file.dependencies) collect(dependency, into);
  into.add(file);
}

function unknown(asked: string): Answer {
  return {
    case: 'errorResponse',
    value: { errorCode: status.NOT_FOUND, errorMessage: `${asked} is not known here` },
  };
}
