import type { FastifyRequest } from 'fastify';

/** Of one photo. */
const MOST_BYTES = 10 * 1024 * 1024;
/** At a time. */
export const MOST_PHOTOS = 5;
/** One too many is told of, too. */
export const MOST_FORM_BYTES = (MOST_PHOTOS + 1) * MOST_BYTES + 1024 * 1024;

/** A file that is too large is told beside the field, not by breaking off: hence no throwing here, and a byte too much. */
const READING = {
  throwFileSizeLimit: false,
  // Texts are at most 10,000 characters, of up to four bytes.
  limits: { fileSize: MOST_BYTES + 1, files: MOST_PHOTOS + 1, fields: 60, fieldSize: 50_000 },
};

/** A form that was sent with files, read as one without them is: of several boxes with one name all. */
export async function readParts(request: FastifyRequest) {
  const fields: Record<string, unknown> = {};
  const images: Buffer[] = [];
  const names: string[] = [];
  for await (const part of request.parts(READING)) {
    if (part.type === 'field') {
      const { fieldname: name, value } = part;
      const before = Object.hasOwn(fields, name) ? fields[name] : undefined;
      fields[name] = before === undefined ? value : [before, value].flat();
      continue;
    }
    const bytes = await part.toBuffer();
    // An empty file field is what a browser sends when nothing was chosen.
    if (bytes.length === 0) continue;
    images.push(bytes);
    names.push(part.filename);
  }
  return { fields, images, names };
}
