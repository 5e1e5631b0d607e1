// The camera and pictures, as grey points: what is in them is read by Rust.
let stream;
let shown;

// Shows what the back camera sees; says what else the camera can do.
export async function open(video) {
  close();
  const asked = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
  });
  if (!video.isConnected) { // the sheet was closed while the person was asked
    asked.getTracks().forEach((track) => track.stop());
    throw new Error("closed");
  }
  stream = asked;
  shown = video;
  video.srcObject = stream;
  try {
    await video.play();
  } catch (error) {
    if (stream === asked) close();
    throw error;
  }
  const can = stream.getVideoTracks()[0].getCapabilities?.() ?? {};
  return { torch: Boolean(can.torch), zoom: can.zoom ? can.zoom.max : 1 };
}

export function close() {
  stream?.getTracks().forEach((track) => track.stop());
  if (shown) shown.srcObject = null;
  stream = shown = undefined;
}

const set = (what) => stream?.getVideoTracks()[0]?.applyConstraints({ advanced: [what] }).catch(() => {});
export const light = (on) => set({ torch: on });
export const zoom = (times) => set({ zoom: times });

// Its points, the longer side no longer than this.
function points(source, width, height, longest) {
  const scale = Math.min(1, longest / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const grey = new Uint8Array(canvas.width * canvas.height);
  for (let at = 0; at < grey.length; at++) {
    grey[at] = (data[4 * at] * 77 + data[4 * at + 1] * 150 + data[4 * at + 2] * 29) >> 8;
  }
  return { width: canvas.width, height: canvas.height, grey };
}

// What the camera sees now; nothing before it sees.
export function seen(longest) {
  if (!shown?.videoWidth) return undefined;
  return points(shown, shown.videoWidth, shown.videoHeight, longest);
}

// A picture from a file.
export async function pictured(file, longest) {
  const picture = await createImageBitmap(file);
  try {
    return points(picture, picture.width, picture.height, longest);
  } finally {
    picture.close();
  }
}
