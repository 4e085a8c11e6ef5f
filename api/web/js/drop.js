/** Files dropped on or pasted into a part of the page. */

/**
 * @param {HTMLElement} zone gets the class `dropping` while files hover over it
 * @param {(files: File[]) => void} onFiles
 * @returns {() => void} takes the listeners away
 */
export function acceptFiles(zone, onFiles) {
  let depth = 0;
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  const show = (on) => zone.classList.toggle("dropping", on);
  const listeners = {
    dragenter(event) { if (hasFiles(event)) { event.preventDefault(); depth += 1; show(true); } },
    dragover(event) { if (hasFiles(event)) { event.preventDefault(); event.dataTransfer.dropEffect = "copy"; } },
    dragleave(event) { if (hasFiles(event)) { depth = Math.max(0, depth - 1); show(depth > 0); } },
    drop(event) {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth = 0;
      show(false);
      onFiles([...event.dataTransfer.files]);
    },
    paste(event) {
      const files = [...(event.clipboardData?.files ?? [])];
      if (!files.length || event.clipboardData.types.includes("text/plain")) return;
      event.preventDefault();
      onFiles(files);
    },
  };
  const target = zone.dataset.drop === "window" ? window : zone;
  for (const [type, fn] of Object.entries(listeners)) target.addEventListener(type, fn);
  return () => { for (const [type, fn] of Object.entries(listeners)) target.removeEventListener(type, fn); };
}
