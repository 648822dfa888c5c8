/** Whether an edit has the fields and types of what it replaces, as public.edit_fits of the database has it. */
export function editFits(edit: unknown, original: unknown): boolean {
  if (original === null) return true;
  if (Array.isArray(original)) {
    const [first] = original as readonly unknown[];
    return Array.isArray(edit) && (first === undefined || edit.every((one) => editFits(one, first)));
  }
  if (typeof original === 'object') {
    const fields = (typeof edit === 'object' && edit !== null ? edit : {}) as Readonly<
      Record<string, unknown>
    >;
    return Object.entries(original).every(([name, value]) => editFits(fields[name], value));
  }
  return (
    typeof edit === typeof original && (typeof edit !== 'string' || edit.trim() !== '' || original === '')
  );
}
