/** The board by keyboard: arrows walk over the cards, with Shift they carry the card; M asks where it goes. */

const ACROSS = { ArrowLeft: -1, ArrowRight: 1 };
const ALONG = { ArrowUp: -1, ArrowDown: 1 };

/**
 * @param {{board: HTMLElement, move: (id: string, stage: string) => void, ask: (id: string) => void}} parts
 * @returns {() => void} takes the listener away
 */
export function listenForBoardKeys({ board, move, ask }) {
  const onKey = (event) => {
    const card = event.target instanceof Element ? event.target.closest(".card") : null;
    if (!card || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const columns = [...board.querySelectorAll(".board-column")];
    const column = card.closest(".board-column");
    if (event.key in ACROSS && event.shiftKey) carry(columns, column, card, ACROSS[event.key], move);
    else if (event.key in ACROSS) beside(columns, column, card, ACROSS[event.key]);
    else if (event.key in ALONG) neighbour(column, card, ALONG[event.key]);
    else if (event.key.toLowerCase() === "m") ask(card.dataset.id);
    else return;
    event.preventDefault();
  };
  board.addEventListener("keydown", onKey);
  return () => board.removeEventListener("keydown", onKey);
}

function carry(columns, column, card, step, move) {
  const next = columns[columns.indexOf(column) + step];
  if (next) move(card.dataset.id, next.dataset.stage);
}

/** The card at the same height in the next column that has any. */
function beside(columns, column, card, step) {
  const height = [...column.querySelectorAll(".card")].indexOf(card);
  for (let i = columns.indexOf(column) + step; i >= 0 && i < columns.length; i += step) {
    const cards = columns[i].querySelectorAll(".card");
    if (cards.length) return cards[Math.min(height, cards.length - 1)].querySelector(".card-title").focus();
  }
  return undefined;
}

function neighbour(column, card, step) {
  const cards = [...column.querySelectorAll(".card")];
  cards[cards.indexOf(card) + step]?.querySelector(".card-title").focus();
}
