import { AppError } from '@lapor/kernel';
import type { FastifyRequest } from 'fastify';
import { tooManyImages } from '../domain/attachment.ts';
import { MAX_IMAGE_BYTES } from '../use-cases/keep-images.ts';

/** Of a larger one there is a byte too much, by which it is known; those after it are still read. */
const READING = { throwFileSizeLimit: false, limits: { fileSize: MAX_IMAGE_BYTES + 1 } };

/** The files of a form, one by one. @throws AppError for whatever else is in it, or is wrong with it */
export async function* imagesIn(request: FastifyRequest, byOfficer?: true): AsyncGenerator<Uint8Array> {
  try {
    for await (const part of request.parts(READING)) {
      if (part.fieldname !== 'image') throw wrongPart(part.fieldname);
      if (part.type !== 'file') throw wrongPart('image', 'must be a file');
      yield await part.toBuffer();
    }
  } catch (error) {
    throw formError(error, byOfficer);
  }
}

export function noImage(): AppError {
  return wrongPart('image', 'is required');
}

function wrongPart(field: string, rule = 'is not a known field'): AppError {
  return new AppError('invalid', `${field} ${rule}`, { issues: [{ field, rule }] });
}

/** What the parser says of a form that breaks off, or has no boundary, carries no status. */
function formError(error: unknown, byOfficer: true | undefined): unknown {
  if (error instanceof AppError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'FST_FILES_LIMIT') return tooManyImages(byOfficer);
  if (typeof code === 'string' && code.startsWith('FST_')) return error;
  return new AppError('invalid', 'body must be whole multipart/form-data', {
    issues: [{ field: 'body', rule: 'must be whole multipart/form-data, with its boundary' }],
    cause: error,
  });
}
