/** The longest side that models make use of, in pixels. */
const LONGEST = 1568;

/** How much of a photograph is kept. */
const QUALITY = 0.9;

/**
 * Draws an image no larger than a model can use, upright, and with nothing else in the file: where
 * it was taken stays here.
 * @param {Blob} file
 * @returns {Promise<Blob | undefined>} PNG or JPEG; nothing where this browser cannot read it
 */
export async function scaleImage(file) {
  try {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(image.width, image.height));
    const width = Math.max(1, Math.round(image.width * scale));
    const height = Math.max(1, Math.round(image.height * scale));
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d");
    const isDrawing = /png|gif/.test(file.type);
    if (!context) return undefined;
    if (!isDrawing) {
      // What is clear in it would be black in a photograph.
      context.fillStyle = "#fff";
      context.fillRect(0, 0, width, height);
    }
    context.drawImage(image, 0, 0, width, height);
    image.close();
    return await canvas.convertToBlob(
      isDrawing ? { type: "image/png" } : { type: "image/jpeg", quality: QUALITY },
    );
  } catch (error) {
    console.info("This cannot be read as an image", error);
    return undefined;
  }
}
