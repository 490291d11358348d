/** A new card: its button prints the page. */

document.querySelector('[data-print]').addEventListener('click', () => print());
