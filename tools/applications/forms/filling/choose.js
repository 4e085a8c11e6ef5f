// Finds the one choice that is meant: a radio button, a box or a button of the group that an element belongs to, by its
// label, else by its value. Gives the element, or null. Changes nothing on the page.
(el, want) => {
  const fold = (text) => (text || "").normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^\p{L}\p{N}_]+/gu, " ").trim();
  const root = el.getRootNode();
  const isInput = (one) => one.localName === "input" && ["radio", "checkbox"].includes(one.type);
  const named = (one) => (one.getAttribute("aria-labelledby") || "").split(/\s+/).map((id) => id && root.getElementById && root.getElementById(id))
    .map((at) => (at ? at.textContent : "")).join(" ");
  const beside = (one) => {
    const next = one.nextSibling;
    if (next && next.nodeType === 3 && next.data.trim()) return next.data;
    return one.nextElementSibling ? one.nextElementSibling.textContent : "";
  };
  const texts = (one) => [
    named(one), one.getAttribute("aria-label"), ...(one.labels ? [...one.labels].map((label) => label.textContent) : []),
    isInput(one) ? beside(one) : one.textContent, isInput(one) ? "" : one.value,
  ].map(fold).filter(Boolean);
  const inputs = isInput(el) && el.name
    ? [...root.querySelectorAll(`input[type=${el.type}]`)].filter((one) => one.name === el.name && one.form === el.form)
    : [];
  const groups = [inputs];
  for (let at = el, depth = 0; at && depth < 5; at = at.parentElement, depth++) {
    groups.push([...at.querySelectorAll("input[type=radio], input[type=checkbox], [role=radio], [role=checkbox], [role=option]")]);
    groups.push([...at.querySelectorAll("button")]);
    if (["fieldset", "form"].includes(at.localName) || ["radiogroup", "group"].includes(at.getAttribute("role"))) break;
  }
  const wanted = fold(want.label);
  for (const group of groups) {
    const found = group.filter((one) => texts(one).includes(wanted));
    if (found.length === 1) return found[0];
    if (found.length > 1) return null;
  }
  const valued = inputs.filter((one) => want.value !== null && one.value === want.value);
  return valued.length === 1 ? valued[0] : null;
}
