/** Photos made smaller before they are sent: nobody can do that by hand on a telephone. */

/** The long side that the server keeps at most; more is sent for nothing. */
const LONG_SIDE = 2560;
/** Bytes below which a photo goes as it is. */
const SMALL = 2 * 2 ** 20;
const QUALITY = 0.85;

/** Width and height that fit the long side, in the same proportion. */
export function fitting(width: number, height: number, most = LONG_SIDE): [number, number] {
  const scale = Math.min(1, most / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

async function draw(picture: ImageBitmap, width: number, height: number): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const pen = canvas.getContext("2d");
  if (!pen) return null;
  pen.fillStyle = "white"; // what is transparent becomes white, as on the server
  pen.fillRect(0, 0, width, height);
  pen.drawImage(picture, 0, 0, width, height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}

/**
 * The photo as a smaller JPEG, upright and without place or camera; null where it is small enough or this browser cannot
 * read it (such as HEIC outside Safari): then it goes as it is and the server reads it.
 */
export async function shrink(file: File): Promise<File | null> {
  if (file.size <= SMALL || typeof createImageBitmap !== "function") return null;
  try {
    // A browser that does not know this word would draw photos lying on their side; it refuses instead.
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const blob = await draw(picture, ...fitting(picture.width, picture.height)).finally(() => picture.close());
    if (!blob || blob.size >= file.size) return null;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: blob.type, lastModified: file.lastModified });
  } catch {
    return null;
  }
}
