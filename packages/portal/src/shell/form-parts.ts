import type { FastifyRequest } from 'fastify';

/** Of one photo. */
const MOST_BYTES = 10 * 1024 * 1024;
/** At a time. */
export const MOST_PHOTOS = 5;
/** One too many is told of, too. */
export const MOST_FORM_BYTES = (MOST_PHOTOS + 1) * MOST_BYTES + 1024 * 1024;

/** A file that is too large is told beside the field, not by breaking off: hence no throwing here. */
const READING = {
  throwFileSizeLimit: false,
  // Texts are at most 10,000 characters, of up to four bytes.
  limits: { fileSize: MOST_BYTES, files: MOST_PHOTOS + 1, fields: 60, fieldSize: 50_000 },
};

/** A form that was sent with files, read as one without them is: of several boxes with one name all. */
export async function readParts(request: FastifyRequest) {
  const fields: Record<string, unknown> = {};
  const images: Buffer[] = [];
  let tooLarge = false;
  for await (const part of request.parts(READING)) {
    if (part.type === 'field') {
      const { fieldname: name, value } = part;
      const before = Object.hasOwn(fields, name) ? fields[name] : undefined;
      fields[name] = before === undefined ? value : [before, value].flat();
      continue;
    }
    const bytes = await part.toBuffer();
    tooLarge ||= part.file.truncated;
    // An empty file field is what a browser sends when nothing was chosen.
    if (bytes.length > 0) images.push(bytes);
  }
  return { fields, images, tooLarge };
}
