/** Knows whether the pointer has hold of a part of the page: pressed on it, or dragging something out of it. */

/**
 * @param {HTMLElement} element @param {() => void} onRelease told once nothing is held any more
 * @returns {{readonly held: boolean, leave: () => void}}
 */
export function holdWhileUsed(element, onRelease) {
  let pressed = false;
  let dragged = false;
  const letGo = () => { if (!pressed && !dragged) onRelease(); };
  const onPress = () => { pressed = true; };
  // The click comes after this, and finds nothing where its button was drawn anew.
  const onLift = () => setTimeout(() => { pressed = false; letGo(); });
  const onDrag = () => { dragged = true; };
  const onDrop = () => { dragged = false; letGo(); };
  element.addEventListener("pointerdown", onPress);
  element.addEventListener("dragstart", onDrag);
  element.addEventListener("dragend", onDrop);
  // A finger that scrolls, and a drag that begins, end the press by a cancel.
  for (const name of ["pointerup", "pointercancel"]) addEventListener(name, onLift);
  return {
    get held() { return pressed || dragged; },
    leave() { for (const name of ["pointerup", "pointercancel"]) removeEventListener(name, onLift); },
  };
}
