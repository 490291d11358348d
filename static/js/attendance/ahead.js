/**
 * The page that the hall screen's code leads to is fetched before the code is scanned, once the page in hand is there:
 * a hall that arrives then asks the server for nothing but to be checked in.
 */

const SPREAD = 5_000; // a hall that signs in together does not ask for it in the same second

const { arriving } = document.getElementById('room').dataset;
addEventListener('load', () => setTimeout(() => fetch(arriving, { priority: 'low' }).catch(() => {}), SPREAD * Math.random()));
