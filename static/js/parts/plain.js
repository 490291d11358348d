/** Lower case without accents: “duc” finds Đức, in any Unicode form. @param {string} text */
export function plain(text) {
  const bare = text.normalize('NFD').replace(/\p{M}/gu, '');
  return bare.replace(/[đĐ]/g, 'd').toLowerCase().replace(/\s+/g, ' ').trim();
}
