/* Runs before the first paint, so that a remembered theme does not flash. */
(() => {
  try {
    const theme = localStorage.getItem("jobwright.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // storage is closed to this page: follow the system
  }
})();
