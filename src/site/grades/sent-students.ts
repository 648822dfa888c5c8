const key = 'overtime.sent-students';
const most = 200;

/** Whose work was sent from this tab, by the jobs that grade it: until it is graded, only its job has the name. */
export function sentStudents(): Readonly<Record<string, string>> {
  try {
    return JSON.parse(window.sessionStorage.getItem(key) ?? '{}') as Record<string, string>;
  } catch {
    return {};
  }
}

export function rememberStudents(sent: Readonly<Record<string, string>>): void {
  const all = Object.entries({ ...sentStudents(), ...sent }).slice(-most);
  try {
    window.sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(all)));
  } catch {
    // A browser may refuse storage: then the jobs are listed by their times.
  }
}
