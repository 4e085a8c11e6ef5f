/** The page's icons as stroke paths on a 24 x 24 grid. */

const PATHS = {
  chat: ["M4 5h16v11H9l-5 4z"],
  jobs: ["M4 8h16v11H4z", "M9 8V5h6v3", "M4 13h16"],
  resume: ["M6 3h8l4 4v14H6z", "M14 3v4h4", "M9 12h6", "M9 16h6"],
  tailored: ["M6 3h8l4 4v14H6z", "M14 3v4h4", "m9 14.500 2.200 2.200L15.500 12"],
  plus: ["M12 5v14", "M5 12h14"],
  trash: ["M4 7h16", "M9 7V4h6v3", "m6.500 7 1 13h9l1-13"],
  menu: ["M4 7h16", "M4 12h16", "M4 17h16"],
  close: ["m6 6 12 12", "M18 6 6 18"],
  send: ["M12 19V5", "m6 11 6-6 6 6"],
  stop: ["M7 7h10v10H7z"],
  clip: ["m19 11-7.500 7.500a4.500 4.500 0 0 1-6.400-6.400L12.500 4.700a3 3 0 0 1 4.300 4.300l-7.400 7.400a1.500 1.500 0 0 1-2.200-2.200L14 7.500"],
  check: ["m5 12.500 4.500 4.500L19 7.500"],
  cross: ["m7 7 10 10", "M17 7 7 17"],
  minus: ["M7 12h10"],
  chevron: ["m9 6 6 6-6 6"],
  back: ["m15 6-6 6 6 6"],
  up: ["M12 19V6", "m6 12 6-6 6 6"],
  undo: ["M5 9h9a5 5 0 0 1 0 10h-4", "m9 5-4 4 4 4"],
  pen: ["m5 19 1-4L16.500 4.500l3 3L9 18z", "m14 7 3 3"],
  down: ["M12 5v14", "m6 13 6 6 6-6"],
  sun: ["M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z", "M12 2v2.500M12 19.500V22M2 12h2.500M19.500 12H22M5 5l1.700 1.700M17.300 17.300 19 19M5 19l1.700-1.700M17.300 6.700 19 5"],
  moon: ["M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500z"],
  exit: ["M14 4H5v16h9", "M10 12h11", "m17 8 4 4-4 4"],
  download: ["M12 4v11", "m7 10.500 5 5 5-5", "M5 20h14"],
  upload: ["M12 16V5", "m7 9.500 5-5 5 5", "M5 20h14"],
  star: ["m12 4 2.500 5.200 5.700.8-4.100 4 1 5.700-5.100-2.700-5.100 2.700 1-5.700-4.100-4 5.700-.8z"],
  refresh: ["M20 11a8 8 0 1 0-2 6", "M20 5v6h-6"],
  link: ["M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1", "M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1"],
  search: ["M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13z", "m15.500 15.500 5 5"],
  alert: ["M12 4 2.500 20h19z", "M12 10v4.500", "M12 17.300v.2"],
  find: ["M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13z", "m15.500 15.500 5 5", "M8 10.500h5M10.500 8v5"],
  market: ["M4 20h16", "M6.500 16v-5", "M12 16V5", "M17.500 16V9"],
  sources: ["M12 13.500v7", "M12 9a2 2 0 1 0 0 4 2 2 0 0 0 0-4z", "M7.500 15.500a6.400 6.400 0 0 1 0-9", "M16.500 6.500a6.400 6.400 0 0 1 0 9", "M4.700 18.300a10.300 10.300 0 0 1 0-14.600", "M19.300 3.700a10.300 10.300 0 0 1 0 14.600"],
  eye: ["M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12z", "M12 9.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5z"],
  thumbsup: ["M7 11v9H4v-9z", "m7 11 4-7.500c1.600 0 2.500 1.100 2.500 2.600V10h4.700a2 2 0 0 1 2 2.300l-1 6a2 2 0 0 1-2 1.700H7"],
  thumbsdown: ["M17 13V4h3v9z", "m17 13-4 7.500c-1.600 0-2.500-1.100-2.500-2.600V14H5.800a2 2 0 0 1-2-2.300l1-6a2 2 0 0 1 2-1.700H17"],
  out: ["M14 4h6v6", "M20 4 10.500 13.500", "M18 14v6H4V6h6"],
  mail: ["M4 6h16v12H4z", "m4 7 8 6.500L20 7"],
  archive: ["M4 5h16v4H4z", "M5.500 9v10h13V9", "M10 12.500h4"],
  calendar: ["M5 6h14v14H5z", "M5 10h14", "M9 3.500V7", "M15 3.500V7"],
  clock: ["M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z", "M12 8v4.500l3 2"],
  pause: ["M9 6v12", "M15 6v12"],
  keys: ["M3 7h18v10H3z", "M7 10.500h.1M11 10.500h.1M15 10.500h.1M8 14h8"],
  board: ["M4 5h4.500v14H4z", "M9.800 5h4.500v9H9.800z", "M15.500 5H20v11h-4.500z"],
  move: ["M4 12h14", "m13 6.500 5.500 5.500-5.500 5.500"],
  person: ["M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8z", "M4.500 20c.6-4 3.600-6 7.500-6s6.900 2 7.500 6"],
  copy: ["M8 8h12v12H8z", "M16 8V4H4v12h4"],
};

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {keyof PATHS} name
 * @returns {SVGElement} hidden from assistive technology: the control around it carries the name
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  for (const d of PATHS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}
