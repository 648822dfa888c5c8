/** The text of a form's field, without spaces around it; empty where there is none. */
export function fieldText(form: FormData, name: string): string {
  return typedText(form, name).trim();
}

/** The same as it was typed: a password may begin or end with a space. */
export function typedText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
