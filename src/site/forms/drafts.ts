/** What stands in a form, as text, by the names of its controls. */
export type FormTexts = Readonly<Record<string, string>>;

/** Whose form it is, and the tasks of which it submits one. */
export interface FormKey {
  readonly userId: string;
  readonly tasks: readonly string[];
}

export interface Draft {
  /** The id of what the form began with, such as a job's; empty where it began empty. */
  readonly begunWith: string;
  readonly texts: FormTexts;
}

// In sessionStorage: two tabs have two drafts, and a closed tab leaves none on a shared computer.
const prefix = 'overtime.draft.';
const keyOf = ({ userId, tasks }: FormKey) => `${prefix}${userId}.${tasks.join(',')}`;

/** The draft of a form. Null without one, or when it began with something else. */
export function readDraft(key: FormKey, begunWith: string): FormTexts | null {
  try {
    const draft = JSON.parse(window.sessionStorage.getItem(keyOf(key)) ?? 'null') as Draft | null;
    return draft?.begunWith === begunWith ? draft.texts : null;
  } catch {
    return null;
  }
}

/** Keeps a form's draft in the place of the one before; null removes it. */
export function keepDraft(key: FormKey, draft: Draft | null): void {
  try {
    if (draft === null) window.sessionStorage.removeItem(keyOf(key));
    else window.sessionStorage.setItem(keyOf(key), JSON.stringify(draft));
  } catch {
    // A browser may refuse storage, or have no room: then the text lasts as long as the form.
  }
}

/** Removes a user's draft of the form that submits this task. */
export function removeDraftOf(userId: string, task: string): void {
  removeWhere((key) => {
    const [owner, tasks = ''] = key.slice(prefix.length).split('.');
    return owner === userId && tasks.split(',').includes(task);
  });
}

/** Removes all drafts of all users of this tab. */
export function removeDrafts(): void {
  removeWhere(() => true);
}

function removeWhere(matches: (key: string) => boolean): void {
  try {
    for (const key of Object.keys(window.sessionStorage)) {
      if (key.startsWith(prefix) && matches(key)) window.sessionStorage.removeItem(key);
    }
  } catch {
    // There is none where storage is refused.
  }
}
