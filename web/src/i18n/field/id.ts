// Every text of the field, Indonesian first. Keys are `page.what`; arguments in braces.
export const id = {
  'app.name': 'Lindung',
  'app.skip': 'Langsung ke isi halaman',
  'app.language': 'English',
};
