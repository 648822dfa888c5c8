/** A picture within both is sent as it is. */
const longestSide = 1600;
const mostBytes = 1024 * 1024;

/**
 * A large photo as a JPEG of at most 1600 pixels a side, which is more than a model looks at; without the place and
 * time that a camera writes into its files. A small picture, and what this browser cannot read, is returned as it is.
 */
export async function shrinkPhoto(file: File): Promise<File> {
  let photo: ImageBitmap;
  try {
    photo = await createImageBitmap(file);
  } catch {
    return file;
  }
  try {
    const scale = Math.min(1, longestSide / Math.max(photo.width, photo.height));
    if (scale === 1 && file.size <= mostBytes) return file;
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(photo.width * scale));
    canvas.height = Math.max(1, Math.round(photo.height * scale));
    const context = canvas.getContext('2d');
    if (context === null) return file;
    // A JPEG has nothing transparent.
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(photo, 0, 0, canvas.width, canvas.height);
    const jpeg = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, 'image/jpeg', 0.85);
    });
    if (jpeg === null) return file;
    return new File([jpeg], `${file.name.replace(/\.[^.]*$/, '')}.jpg`, { type: 'image/jpeg' });
  } finally {
    photo.close();
  }
}
