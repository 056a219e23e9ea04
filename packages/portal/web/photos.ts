/** Longest side after shrinking, in pixels: enough to read a street sign. */
const LONGEST_SIDE = 2000;
const QUALITY = 0.85;
/** Smaller ones go as they are. */
const WORTH_SHRINKING_BYTES = 700_000;

/** Makes big photos small before they cross a slow line. What cannot be shrunk goes as it is. */
export function shrinkPhotos(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>('input[type="file"]');
  if (input === null || typeof createImageBitmap !== 'function' || typeof DataTransfer !== 'function') return;
  let ready = false;
  const sendSmall = async (files: FileList, submitter: HTMLElement | null) => {
    input.files = await shrinkAll(files);
    ready = true;
    // After this turn: small ones are ready at once, and a form that is just being sent is not sent again.
    setTimeout(() => form.requestSubmit(submitter));
  };
  form.addEventListener('submit', (event) => {
    if (ready || input.files === null || input.files.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    void sendSmall(input.files, event.submitter);
  });
}

async function shrinkAll(files: FileList): Promise<FileList> {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(await shrink(file));
  return transfer.files;
}

async function shrink(file: File): Promise<File> {
  if (file.size < WORTH_SHRINKING_BYTES) return file;
  try {
    const image = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, 'image/jpeg', QUALITY);
    });
    if (blob === null || blob.size >= file.size) return file;
    return new File([blob], 'foto.jpg', { type: 'image/jpeg' });
  } catch {
    return file;
  }
}
