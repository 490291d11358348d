/** Lower case without accents: “duc” finds Đức, however his name is encoded. @param {string} text */
export function plain(text) {
  const bare = text.normalize('NFD').replace(/\p{M}/gu, '');
  return bare.replace(/[đĐ]/g, 'd').toLowerCase().replace(/\s+/g, ' ').trim();
}
