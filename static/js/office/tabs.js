/* The row of tabs scrolls where it is wider than the screen; it begins at the open tab. */
const open = document.querySelector('.office-tabs [aria-current]');

open?.scrollIntoView({ block: 'nearest', inline: 'center' });
