/** Where one was in the inbox, for coming back from a mail: the address with its filters, and the mail that was opened. */

export const place = { address: "#/mail", /** @type {string|null} */ opened: null };
