// Runs in every frame of a page and gives what its controls are, as plain data. It judges nothing: which of them make
// the application form, and what kind each is, is decided in Python, where it is tested. Changes nothing on the page.
(limits) => {
  const MOST = limits.controls, LONG = limits.text;
  const CHOICE = new Set(["radio", "checkbox"]);
  const NOT_FIELDS = new Set(["hidden", "submit", "button", "reset", "image"]);
  const roots = [];
  const found = [], buttons = [], marks = [];
  let seen = 0, cut = false;

  // A form's own properties may be covered by its controls (an input named "id", "children" or "parentElement").
  const getter = (proto, name) => { const { get } = Object.getOwnPropertyDescriptor(proto, name); return (el) => get.call(el); };
  const upOf = getter(Node.prototype, "parentElement"), idAttr = getter(Element.prototype, "id"), kidsOf = getter(Element.prototype, "children");
  const nodesOf = getter(Node.prototype, "childNodes"), previousOf = getter(Node.prototype, "previousSibling"), nextOf = getter(Node.prototype, "nextSibling");
  const tagOf = getter(Element.prototype, "localName"), classOf = (el) => Element.prototype.getAttribute.call(el, "class") || "";
  const rootOf = (el) => Node.prototype.getRootNode.call(el), fits = (el, selector) => Element.prototype.matches.call(el, selector);
  const attr = (el, name) => { const v = Element.prototype.getAttribute.call(el, name); return v === null ? null : v.slice(0, LONG); };
  const role = (el) => (attr(el, "role") || (tagOf(el) === "button" && attr(el, "aria-haspopup") === "listbox" ? "combobox" : "")).trim().toLowerCase();
  const parentOf = (el) => (el.assignedSlot instanceof Element && tagOf(el.assignedSlot) === "slot" ? el.assignedSlot : null) || upOf(el) || (rootOf(el) instanceof ShadowRoot ? rootOf(el).host : null);
  const native = (el) => (tagOf(el) === "input" && !NOT_FIELDS.has(el.type)) || tagOf(el) === "select" || tagOf(el) === "textarea";
  const widget = (el) => !native(el) && (["combobox", "listbox", "radio", "checkbox", "switch", "textbox", "spinbutton"].includes(role(el))
    || (el.isContentEditable && attr(el, "contenteditable") !== null));
  const control = (el) => native(el) || widget(el);
  const words = (el) => `${idAttr(el)} ${classOf(el)} ${attr(el, "name") || ""} ${attr(el, "data-ui") || ""} ${attr(el, "data-testid") || ""} ${attr(el, "data-automation-id") || ""} ${attr(el, "aria-label") || ""}`;

  const counted = new Map();
  const tally = (key) => counted.set(key, (counted.get(key) || 0) + 1);

  // Every element in the order of the document, through open shadow roots; templates are not entered by nature.
  const walk = (root) => {
    roots.push(root);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
    for (let el = walker.nextNode(); el; el = walker.nextNode()) {
      if (++seen > limits.elements) { cut = true; return; }
      if (idAttr(el)) tally(`#${idAttr(el)}`);
      const called = attr(el, "name");
      if (called) { tally(`${tagOf(el)}|${called}`); tally(`${tagOf(el)}|${called}|${attr(el, "value")}`); }
      if (control(el)) { if (found.length < MOST) found.push(el); else cut = true; }
      else if (tagOf(el) === "button" || (tagOf(el) === "input" && ["submit", "button", "image"].includes(el.type))
        || role(el) === "button" || (tagOf(el) === "a" && el.hasAttribute("href"))) buttons.push(el);
      if (/captcha|turnstile|challenge/i.test(words(el)) || (tagOf(el) === "iframe" && el.src)) marks.push(el);
      if (el.shadowRoot instanceof ShadowRoot) walk(el.shadowRoot);
    }
  };
  walk(document);

  const box = (el) => { const r = el.getBoundingClientRect(); return [r.left + scrollX, r.top + scrollY, r.width, r.height]; };
  const sized = (el) => el.getClientRects().length > 0;

  // What keeps an element from being seen: null, or how and which element does it (itself or one around it).
  const hider = (el) => {
    if (!sized(el)) {
      for (let at = el; at; at = parentOf(at)) if (getComputedStyle(at).display === "none") return ["display", at];
      if (tagOf(el) !== "slot" && getComputedStyle(el).display !== "contents") return ["display", el];
    }
    const style = getComputedStyle(el);
    if (style.visibility !== "visible") {
      let at = el;
      for (let up = parentOf(at); up && getComputedStyle(up).visibility !== "visible"; up = parentOf(up)) at = up;
      return ["visibility", at];
    }
    const [left, top, width, height] = box(el);
    if (left + width <= 0 || top + height <= 0 || left > 9000) return ["offscreen", el];
    if (width <= 2 || height <= 2) return ["tiny", el];
    if (/rect\(0(px)?,? 0(px)?,? 0(px)?,? 0(px)?\)|rect\(1px,? 1px,? 1px,? 1px\)/.test(style.clip) || /inset\((50|100)%/.test(style.clipPath)) return ["clip", el];
    let steps = 0;
    for (let at = el; at && steps < 12; at = parentOf(at), steps++) {
      const own = getComputedStyle(at);
      if (Number(own.opacity) === 0) return ["opacity", at];
      if (at !== el && own.overflow !== "visible" && own.display !== "contents") {
        const r = at.getBoundingClientRect();
        if (at !== document.body && at !== document.documentElement && sized(at) && (r.height <= 2 || r.width <= 2)) return ["tiny", at];
      }
    }
    return null;
  };
  const shown = (el) => hider(el) === null;

  // Text as a person reads it: lines kept, without what controls and scripts hold.
  const SKIP = new Set(["script", "style", "noscript", "template", "select", "textarea", "option", "svg", "iframe", "button"]);
  const text = (node, visibleOnly = true, keep = null) => {
    let out = "";
    const add = (at, depth) => {
      if (out.length > LONG || depth > 40) return;
      if (at.nodeType === 3) { out += at.data.slice(0, LONG).replace(/\s+/g, " "); return; }
      if (at.nodeType !== 1) return;
      if (at !== node && (SKIP.has(tagOf(at)) || (at !== keep && widget(at) && !CHOICE.has(role(at))) || role(at) === "listbox")) return;
      const style = getComputedStyle(at);
      if (visibleOnly && at !== node && style.display === "none") return;
      const block = tagOf(at) === "br" || !/^inline|contents/.test(style.display);
      if (block) out += "\n";
      for (const child of (at.shadowRoot instanceof ShadowRoot ? nodesOf(at.shadowRoot) : nodesOf(at))) add(child, depth + 1);
      if (tagOf(at) === "slot") for (const child of at.assignedNodes()) add(child, depth + 1);
      if (block) out += "\n";
    };
    add(node, 0);
    return out.replace(/[ \t]*\n[\s]*/g, "\n").trim().slice(0, LONG);
  };
  const byIds = (el, ids) => (ids || "").split(/\s+/).filter(Boolean).slice(0, 8).map((id) => {
    const root = rootOf(el);
    const at = (root.getElementById && root.getElementById(id)) || document.getElementById(id);
    return at && at !== el ? text(at, false) : "";
  }).filter(Boolean).join("\n").slice(0, LONG);

  // What stands in front of a real control is its face, not a field: the element with the role around a native button,
  // the search box and list of a select's widget, the text box that shows a chosen file's name.
  const faces = new Map();
  const WIDGET = /select2|chosen|choices|selectize|ts-wrapper|ts-control|dropdown|nice-select|select__|-select|combobox|bootstrap-select/i;
  const POPUP = "[role=listbox], .select2-drop, .select2-dropdown, .chosen-drop, [class*=dropdown-content], [class*=dropdown__content], .ts-dropdown";
  const listed = new Set();
  for (const el of found) for (const id of `${attr(el, "aria-controls") || ""} ${attr(el, "aria-owns") || ""}`.split(/\s+/)) if (id) listed.add(id);
  const textual = (el) => (tagOf(el) === "input" && !CHOICE.has(el.type) && el.type !== "file") || tagOf(el) === "textarea" || ["combobox", "textbox", "listbox"].includes(role(el));
  const within = (at, inner) => { for (let up = inner; up; up = parentOf(up)) if (up === at) return true; return false; };
  const offscreen = (el) => !sized(el) || el.getBoundingClientRect().width <= 2 || el.getBoundingClientRect().right <= 0 || Number(getComputedStyle(el).opacity) === 0;
  const nearControls = (el, test) => {
    const out = [];
    let at = parentOf(el);
    for (let n = 0; at && n < 2; n++, at = parentOf(at)) {
      const all = found.filter((one) => one !== el && within(at, one));
      if (all.some((one) => native(one) && !textual(one))) break;
      out.push(...all.filter((one) => test(one, at)));
      if (WIDGET.test(words(at))) { at = parentOf(at); if (at && !WIDGET.test(words(at))) break; }
    }
    return out;
  };
  if (found.length <= 600) for (const el of found) {
    if (widget(el) && CHOICE.has(role(el))) {
      const real = found.find((one) => one !== el && tagOf(one) === "input" && CHOICE.has(one.type) && within(el, one));
      if (real) faces.set(el, real);
    } else if (tagOf(el) === "select" && offscreen(el)) {
      for (const one of nearControls(el, (one) => textual(one) && (WIDGET.test(words(one)) || /search|dropdown/i.test(words(one)) || role(one)) && !attr(one, "name"))) faces.set(one, el);
      const front = [el.previousElementSibling, el.nextElementSibling].find((one) => one && WIDGET.test(words(one)));
      if (front) for (const one of found) if (textual(one) && within(front, one)) faces.set(one, el);
    } else if (el.type === "file") {
      for (const one of found) if (one.readOnly && !attr(one, "name") && parentOf(one) === parentOf(el)) faces.set(one, el);
    } else if (el.type === "tel" || /phone|tel/i.test(words(el))) {
      for (const one of found) if (one !== el && /country[ _-]?code|phone[a-z _-]*country|dial|vorwahl|indicatif|\biti__/i.test(words(one)) && !attr(one, "name") && parentOf(el) && within(parentOf(parentOf(el)) || parentOf(el), one)) faces.set(one, el);
    } else if (role(el) === "combobox" && tagOf(el) === "input") {
      for (const one of found) if (one !== el && tagOf(one) === "input" && one.type === "text" && attr(one, "tabindex") === "-1" && closest(one, "[aria-hidden=true]") && WIDGET.test(`${words(parentOf(el))} ${words(parentOf(one))}`) && parentOf(parentOf(parentOf(parentOf(el)) || el) || el) && within(parentOf(parentOf(parentOf(el)) || el) || parentOf(el), one)) faces.set(one, el);
    }
  }
  for (const el of found) if (!faces.has(el) && !CHOICE.has(el.type) && ((role(el) === "listbox" && (listed.has(idAttr(el)) || offscreen(el))) || (textual(el) && !attr(el, "name") && parentOf(el) && closest(parentOf(el), POPUP)))) faces.set(el, null);
  const owned = new Map();
  for (const [face, owner] of faces) if (owner && !owned.has(owner)) owned.set(owner, face);
  const needed = new Set([...faces].filter(([face, owner]) => owner && (face.required || attr(face, "aria-required") === "true")).map(([, owner]) => owner));
  const all = found.splice(0, found.length);
  for (const el of all) if (!faces.has(el)) found.push(el);

  // Radio buttons and boxes of one name in one form, or of one group element, are one question.
  const groupElement = (el) => {
    let at = parentOf(el);
    for (let n = 0; at && n < 8; at = parentOf(at), n++) {
      if (tagOf(at) === "fieldset" || ["radiogroup", "group"].includes(role(at))) return at;
      if (tagOf(at) === "form") return null;
    }
    return null;
  };
  const kindOf = (el) => (tagOf(el) === "input" ? el.type : CHOICE.has(role(el)) ? role(el) : "");
  // Radio buttons without a name, drawn by a script, are those of the nearest element that holds several and nothing else.
  const beside = (el) => {
    for (let at = parentOf(el), n = 0; at && n < 4; at = parentOf(at), n++) {
      const inside = found.length <= 600 ? found.filter((one) => within(at, one)) : [];
      if (inside.some((one) => kindOf(one) !== "radio" || attr(one, "name"))) return null;
      if (inside.length > 1) return `radio|b${idOf(at)}`;
    }
    return null;
  };
  const groups = new Map(), groupOf = new Map();
  const ids = new Map();
  const idOf = (thing) => { if (!ids.has(thing)) ids.set(thing, ids.size); return ids.get(thing); };
  for (const el of found) {
    const kind = kindOf(el);
    if (!CHOICE.has(kind)) continue;
    const around = groupElement(el);
    const name = attr(el, "name");
    const key = name ? `${kind}|${idOf(el.form || rootOf(el))}|${name}` : around ? `${kind}|g${idOf(around)}` : kind === "radio" ? beside(el) : null;
    if (!key) continue;
    groupOf.set(el, key);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(el);
  }
  const mates = (el) => groups.get(groupOf.get(el)) || [el];

  // Fields that stand in an element, told by an index over the document so that a page of thousands stays quick.
  const controlsIn = new Map();
  for (const el of found) {
    const key = groupOf.get(el) || idOf(el);
    for (let at = el, n = 0; at && n < 30; at = parentOf(at), n++) {
      if (!controlsIn.has(at)) controlsIn.set(at, new Set());
      controlsIn.get(at).add(key);
    }
  }
  const others = (at, key) => { const inside = controlsIn.get(at); return inside ? inside.size > (inside.has(key) ? 1 : 0) : false; };
  const heading = (el) => /^h[1-6]$/.test(tagOf(el));

  const inline = (at) => at.nodeType === 3 || (at.nodeType === 1 && tagOf(at) !== "br" && tagOf(at) !== "label" && getComputedStyle(at).display === "inline");

  // The text before a control, as near as it stands: never across another control.
  const before = (start, key, most = 1) => {
    let child = start;
    const texts = [];
    const told = () => texts.join("\n\n");
    for (let n = 0; child && n < 7; n++) {
      const parent = parentOf(child);
      if (!parent || ["form", "body", "main", "dialog"].includes(tagOf(child))) return told();
      const shared = others(parent, key);
      let near = "";
      for (let at = previousOf(child), m = 0; at && m < 60; at = previousOf(at), m++) {
        if (at.nodeType === 3) {
          near = at.data.replace(/\s+/g, " ").trim();
        } else if (at.nodeType === 1) {
          if (controlsIn.has(at)) { if (others(at, key)) break; continue; }
          if (tagOf(at) === "label" && at.htmlFor && at.control && at.control !== start && controlsIn.has(at.control)) break;
          if (SKIP.has(tagOf(at)) || getComputedStyle(at).display === "none") continue;
          if (shared && heading(at)) break;
          near = text(at);
        }
        if (near && tagOf(child) !== "label" && inline(at)) {
          for (let more = previousOf(at), k = 0; more && k < 12 && inline(more) && !controlsIn.has(more) && (more.nodeType === 3 || !SKIP.has(tagOf(more))); more = previousOf(more), k++) {
            near = `${more.nodeType === 3 ? more.data : text(more)} ${near}`.replace(/\s+/g, " ").trim();
          }
        }
        if (near) texts.push(near.slice(0, LONG));
        if (texts.length >= most) return told();
      }
      if (shared || (texts.length && others(parentOf(parent) || parent, key))) return told();
      child = parent;
    }
    return told();
  };
  // The words that stand over, or left of, a row of several fields ("PLZ / Ort").
  const row = (el) => {
    for (let child = el, n = 0; child && n < 3; child = parentOf(child), n++) {
      for (let at = previousOf(child), m = 0; at && m < 12; at = previousOf(at), m++) {
        if (at.nodeType === 1 && controlsIn.has(at)) { if (n) return ""; continue; }
        if (at.nodeType !== 1 || SKIP.has(tagOf(at)) || heading(at)) continue;
        const near = text(at);
        if (near) return near;
      }
    }
    return "";
  };
  // Whether the words over a field are styled as those of a required one.
  const styles = new Map();
  const styled = (el, key) => {
    if (!styles.has(key)) styles.set(key, isStyled(el, key));
    return styles.get(key);
  };
  const isStyled = (el, key) => {
    for (let at = parentOf(el), n = 0; at && n < 4 && !others(at, key) && tagOf(at) !== "form"; at = parentOf(at), n++) {
      for (const one of Element.prototype.querySelectorAll.call(at, "label, legend, [class*=label], [class*=title], [class*=heading]")) {
        if (/(?:^|[\s_-])(?:required|mandatory)(?:$|[\s_-])/i.test(classOf(one))) return true;
      }
    }
    return false;
  };
  // The name of the group that holds this field alone.
  const named = (el, key) => {
    for (let at = parentOf(el), n = 0; at && n < 5 && !others(at, key); at = parentOf(at), n++) {
      if (tagOf(at) !== "fieldset" && !["group", "region", "radiogroup"].includes(role(at))) continue;
      const legend = [...kidsOf(at)].find((one) => tagOf(one) === "legend");
      const told = (legend && text(legend)) || byIds(at, attr(at, "aria-labelledby")) || attr(at, "aria-label");
      if (told) return told;
    }
    return "";
  };
  // Buttons that stand for a hidden box: "Yes" and "No".
  const pressable = (el) => {
    if (el.type !== "checkbox" || sized(el) || !parentOf(el)) return [];
    const near = [...kidsOf(parentOf(el))].filter((one) => tagOf(one) === "button" && sized(one));
    return near.length >= 2 && near.length <= 5 ? near.map((one) => ({ label: text(one).slice(0, 100), value: null, off: false, locator: locator(one) })) : [];
  };
  const after = (el, key) => {
    for (let at = nextOf(el), n = 0; at && n < 6; at = nextOf(at), n++) {
      if (at.nodeType === 1 && controlsIn.has(at)) return "";
      const near = at.nodeType === 3 ? at.data.replace(/\s+/g, " ").trim() : at.nodeType === 1 && !SKIP.has(tagOf(at)) ? text(at) : "";
      if (near) return near.slice(0, LONG);
    }
    const parent = parentOf(el);
    return parent && !others(parent, key) && kidsOf(parent).length <= 2 && parentOf(parent) ? afterParent(parent) : "";
  };
  const afterParent = (parent) => {
    const own = text(parent);
    if (own) return own;
    const next = parent.nextElementSibling;
    return next && !controlsIn.has(next) ? text(next) : "";
  };

  const common = (members) => {
    let at = parentOf(members[0]);
    while (at && !members.every((one) => { for (let up = one; up; up = parentOf(up)) if (up === at) return true; return false; })) at = parentOf(at);
    return at;
  };
  const questionOf = (key) => {
    const members = groups.get(key).slice(0, 60);
    const around = members.length > 1 ? common(members) : parentOf(members[0]);
    for (let at = around, n = 0; at && n < 5; at = parentOf(at), n++) {
      if (others(at, key)) break;
      if (tagOf(at) === "fieldset") {
        const legend = [...kidsOf(at)].find((one) => tagOf(one) === "legend");
        if (legend && text(legend)) return text(legend);
      }
      if (["fieldset"].includes(tagOf(at)) || ["radiogroup", "group"].includes(role(at))) {
        const named = byIds(at, attr(at, "aria-labelledby")) || attr(at, "aria-label");
        if (named) return named;
      }
    }
    let first = members[0];
    while (around && parentOf(first) && parentOf(first) !== around) first = parentOf(first);
    return before(first, key);
  };
  const questions = new Map();
  const question = (el) => {
    const key = groupOf.get(el);
    if (!key) return "";
    if (!questions.has(key)) questions.set(key, questionOf(key));
    return questions.get(key);
  };

  // A selector that finds the element again, from the outermost root inwards; Playwright's css pierces open roots.
  const steady = (value) => value && value.length < 120 && !/^[:\d]|:r|radix|[\n"\\]/.test(value);
  const many = (selector) => { let n = 0; for (const root of roots) { n += root.querySelectorAll(selector).length; if (n > 1) break; } return n; };
  const once = (selector) => { try { return many(selector) === 1; } catch { return false; } };
  const path = (el) => {
    const root = rootOf(el);
    const steps = [];
    for (let at = el; at && at !== root; at = upOf(at)) {
      if (at !== el && steady(idAttr(at)) && root.querySelectorAll(`#${CSS.escape(idAttr(at))}`).length === 1) { steps.unshift(`#${CSS.escape(idAttr(at))}`); break; }
      const same = upOf(at) ? [...kidsOf(upOf(at))].filter((one) => tagOf(one) === tagOf(at)) : [at];
      steps.unshift(same.length > 1 ? `${tagOf(at)}:nth-of-type(${same.indexOf(at) + 1})` : tagOf(at));
    }
    const own = steps.join(" > ");
    return root instanceof ShadowRoot ? `${locator(root.host)} ${own}` : own;
  };
  const locator = (el) => {
    const tag = tagOf(el), name = attr(el, "name");
    if (steady(idAttr(el)) && counted.get(`#${idAttr(el)}`) === 1) return `${tag}#${CSS.escape(idAttr(el))}`;
    if (name && steady(name)) {
      if (counted.get(`${tag}|${name}`) === 1) return `${tag}[name="${name}"]`;
      const value = attr(el, "value");
      if (CHOICE.has(el.type) && value && !/[\n"\\]/.test(value) && counted.get(`${tag}|${name}|${value}`) === 1) return `${tag}[name="${name}"][value="${value}"]`;
    }
    const tries = [];
    for (const mark of ["data-ui", "data-qa", "data-testid", "data-automation-id"]) if (steady(attr(el, mark))) tries.push(`${tag}[${mark}="${attr(el, mark)}"]`);
    return tries.find(once) || path(el);
  };

  const forms = [...new Set([...found, ...buttons].map((el) => el.form || closest(el, "form")).filter(Boolean))];
  function closest(el, selector) {
    for (let at = el; at; at = parentOf(at)) if (fits(at, selector)) return at;
    return null;
  }
  const regionOf = (el) => { const at = closest(el, "main, [role=main], dialog, [role=dialog], article"); return at ? idOf(at) : -1; };
  const formOf = (el) => { const at = el.form || closest(el, "form"); return at ? forms.indexOf(at) : -1; };
  const around = (el) => {
    const out = [];
    for (let at = parentOf(el), n = 0; at && n < 14; at = parentOf(at), n++) {
      out.push(`${tagOf(at)} ${words(at)} ${role(at)}`.replace(/\s+/g, " ").slice(0, 160));
      if (tagOf(at) === "body") break;
    }
    return out;
  };
  const hidden = (el) => {
    const by = hider(el);
    if (!by) return null;
    const [how, at] = by;
    const peers = at !== el && upOf(at) ? [...kidsOf(upOf(at))].filter((one) => tagOf(one) === tagOf(at) && controlsIn.has(one)) : [];
    return {
      how, self: at === el, words: `${tagOf(at)} ${words(at)} ${role(at)} ${[...Element.prototype.getAttributeNames.call(at)].join(" ")}`.slice(0, 300),
      controls: controlsIn.has(at) ? controlsIn.get(at).size : 0, peer: peers.indexOf(at), peers: peers.length, id: idOf(at),
      outer: at === el && parentOf(el) ? hidden(parentOf(el)) : null,
    };
  };
  // Whether something a person can use stands where the control itself is not seen.
  const front = (el) => {
    let child = el;
    for (let n = 0, at = parentOf(el); at && n < 3; at = parentOf(at), n++) {
      if (n && others(at, groupOf.get(el) || idOf(el)) && ![...kidsOf(at)].some((one) => one !== child && /select2|chosen|choices|dropdown|selectize|ts-control|combobox|trigger/i.test(words(one) + role(one)))) return "";
      for (const one of kidsOf(at)) if (one !== child && sized(one) && !["script", "style"].includes(tagOf(one))) {
        return `${tagOf(one)} ${words(one)} ${role(one)}`.slice(0, 200);
      }
      if (sized(at) && shown(at) && /dropdown|select|combobox|upload|dropzone|radio|checkbox|switch/i.test(words(at) + role(at))) return words(at).slice(0, 200);
      child = at;
    }
    return "";
  };
  const options = (el) => {
    if (tagOf(el) === "select") {
      return [...el.options].slice(0, limits.options).map((one) => ({ label: (one.label || one.text).replace(/\s+/g, " ").trim().slice(0, 300), value: one.value.slice(0, 300), off: one.disabled }));
    }
    const list = (attr(el, "aria-controls") || attr(el, "aria-owns") || attr(el, "list") || "").split(/\s+/).map((id) => id && (rootOf(el).getElementById?.(id) || document.getElementById(id))).find(Boolean)
      || (role(el) === "listbox" ? el : null);
    if (!list) return [];
    return [...list.querySelectorAll("[role=option], option")].slice(0, limits.options).map((one) => ({ label: (one.label || text(one, false)).replace(/\s+/g, " ").slice(0, 300), value: attr(one, "data-value") || attr(one, "value"), off: false }));
  };
  const labels = (el) => {
    const own = el.labels ? [...el.labels] : [];
    const inRole = closest(parentOf(el) || el, "[role=radio], [role=checkbox], [role=switch]");
    const key = groupOf.get(el) || idOf(el);
    const choice = CHOICE.has(kindOf(el));
    const outer = closest(parentOf(el) || el, "label");
    return {
      labelledby: byIds(el, attr(el, "aria-labelledby")),
      of: own.map((one) => text(one) || text(one, false)).filter(Boolean).join("\n").slice(0, LONG) || (outer && !native(el) ? text(outer) : ""),
      aria: attr(el, "aria-label") || "",
      inside: widget(el) && choice ? text(el) : "",
      wrapper: inRole ? byIds(inRole, attr(inRole, "aria-labelledby")) || attr(inRole, "aria-label") || text(inRole) : "",
      after: choice ? after(el, key) : "",
      before: before(el, key, kindOf(el) === "file" ? 5 : 1),
      host: rootOf(el) instanceof ShadowRoot ? (attr(rootOf(el).host, "label") || attr(rootOf(el).host, "aria-label") || "") : "",
      legend: choice ? "" : named(el, key),
      face: owned.has(el) ? ((one) => byIds(one, attr(one, "aria-labelledby")) || attr(one, "aria-label") || (kindOf(el) === "file" && (attr(one, "title") || attr(one, "placeholder"))) || "")(owned.get(el)) : "",
      row: choice || kindOf(el) === "file" ? "" : row(el),
      title: attr(el, "title") || "", placeholder: attr(el, "placeholder") || attr(el, "data-placeholder") || "",
    };
  };
  const describe = (el, index) => {
    const off = hidden(el);
    const kind = kindOf(el);
    return {
      index, tag: tagOf(el), type: native(el) ? (attr(el, "type") || "").toLowerCase() || el.type : "", kind, role: role(el),
      name: attr(el, "name"), id: idAttr(el) || null, words: words(el).slice(0, 300), form: formOf(el), region: regionOf(el), around: around(el),
      labels: labels(el), group: groupOf.get(el) || null, question: question(el), mates: mates(el).length,
      styled: styled(el, groupOf.get(el) || idOf(el)), pressable: pressable(el),
      required: el.required === true || el.hasAttribute("required") || needed.has(el), aria_required: attr(el, "aria-required") === "true" || (CHOICE.has(kind) && closest(el, "[role=radiogroup][aria-required=true], [role=group][aria-required=true], fieldset[aria-required=true], [role=radio][aria-required=true]") !== null),
      options: options(el), multiple: el.multiple === true || attr(el, "aria-multiselectable") === "true", max_length: el.maxLength > 0 ? el.maxLength : null,
      accept: attr(el, "accept") || "", autocomplete: attr(el, "autocomplete"), help: byIds(el, attr(el, "aria-describedby")),
      value: kind === "file" || el.type === "password" ? "" : String(native(el) ? el.value : widget(el) && !CHOICE.has(kind) ? text(el) : attr(el, "value") || "").slice(0, LONG),
      chosen: tagOf(el) === "select" ? [...el.selectedOptions].slice(0, limits.options).map((one) => (one.label || one.text).replace(/\s+/g, " ").trim().slice(0, 300)) : [],
      checked: CHOICE.has(kind) ? (native(el) ? el.checked : attr(el, "aria-checked") === "true") : null,
      disabled: el.disabled === true || attr(el, "aria-disabled") === "true", readonly: el.readOnly === true, inputmode: attr(el, "inputmode"),
      pattern: attr(el, "pattern"), min: attr(el, "min"), max: attr(el, "max"), max_size: attr(el, "data-maxfilesize") || attr(el, "data-max-size") || attr(el, "data-max-file-size"),
      popup: attr(el, "aria-haspopup"), autolist: attr(el, "aria-autocomplete"), listed: attr(el, "list") !== null,
      aria_hidden: closest(el, "[aria-hidden=true]") !== null, tabindex: attr(el, "tabindex"), hidden: off, front: off ? front(el) : "", label_shown: el.labels ? [...el.labels].some(shown) : false,
      locator: locator(el), face: owned.has(el) ? locator(owned.get(el)) : null,
    };
  };
  const press = (el) => ({
    text: (tagOf(el) === "input" ? el.value || attr(el, "alt") || "" : text(el) || attr(el, "aria-label") || attr(el, "title") || "").replace(/\s+/g, " ").slice(0, 200),
    tag: tagOf(el), type: tagOf(el) === "a" ? "link" : (el.type || "button"), form: formOf(el), region: regionOf(el), around: around(el).slice(0, 8), words: words(el).slice(0, 200),
    shown: shown(el), disabled: el.disabled === true || attr(el, "aria-disabled") === "true", href: tagOf(el) === "a" ? el.href.slice(0, 2000) : null, locator: "",
    action: attr(el, "formaction") === null ? null : whole(attr(el, "formaction")), method: attr(el, "formmethod"),
  });
  // Where an address leads from here; "" for one that is none.
  const whole = (address) => { try { return new URL(address || "", document.baseURI).href.slice(0, 2000); } catch { return ""; } };
  // What a form sends beside what anybody sees of it.
  const kept = (form) => [...document.querySelectorAll("input[type=hidden]")].filter((one) => one.form === form && !one.disabled && attr(one, "name")).slice(0, 200)
    .map((one) => ({ name: attr(one, "name").slice(0, 200), value: one.value.slice(0, 2000) }));
  const pressed = buttons.map((el) => [el, press(el)]).filter(([, one]) => one.text || one.type === "submit").slice(0, limits.buttons);
  for (const [el, one] of pressed) if (one.tag !== "a" || limits.apply.some((word) => `${one.text} ${one.href}`.toLowerCase().includes(word))) one.locator = locator(el);
  return {
    cut, status: (performance.getEntriesByType("navigation")[0] || {}).responseStatus || 0, title: document.title.slice(0, 300), language: document.documentElement.lang || "", url: location.href.slice(0, 2000),
    controls: found.map(describe), buttons: pressed.map(([, one]) => one),
    forms: forms.map((el) => ({ words: words(el).slice(0, 300), action: (attr(el, "action") || "").slice(0, 500), role: role(el), around: around(el), shown: shown(el), heading: text(el).slice(0, 400),
      goes_to: whole(attr(el, "action")), method: (attr(el, "method") || "get").toLowerCase(), hidden: kept(el) })),
    marks: marks.slice(0, 200).map((el) => ({ tag: tagOf(el), words: words(el).slice(0, 200), src: (attr(el, "src") || "").slice(0, 500), size: attr(el, "data-size"), shown: shown(el), area: box(el) })),
    headings: [...document.querySelectorAll("h1, h2")].slice(0, 20).map((el) => text(el).slice(0, 300)),
    text: (document.body ? document.body.innerText : "").slice(0, limits.page),
    markup: [...document.querySelectorAll("script[src], link[href], meta[content]")].slice(0, 200).map((el) => (attr(el, "src") || attr(el, "href") || attr(el, "content") || "").slice(0, 200)).join("\n").slice(0, 20000),
  };
}
