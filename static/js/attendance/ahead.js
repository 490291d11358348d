/**
 * The page that the hall screen's code leads to is fetched before the code is scanned, once the page in hand is there:
 * a hall that arrives then asks the server for nothing but to be checked in.
 */

const SPREAD = 5_000; // a hall that signs in together does not ask for it in the same second

const { arriving } = document.getElementById('room').dataset;

/** Nothing is lost when it does not come. */
const fetchIt = () => fetch(arriving, { priority: 'low' }).catch(() => {});

addEventListener('load', () => setTimeout(fetchIt, SPREAD * Math.random()));
