import { Button } from './button.tsx';
import type { Upload } from './use-upload.ts';

/** How far an upload is; nothing when none is under way. */
export function UploadProgress({ upload, name }: { upload: Upload; name: string }) {
  const { sent } = upload;
  if (sent === null) return null;
  return (
    <div className="grid gap-3">
      <div
        role="progressbar"
        aria-label={`Uploading ${name}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(sent * 100)}
        className="job-progress-bar"
      >
        <div className="job-progress-fill" style={{ width: `${sent * 100}%` }} />
      </div>
      <div className="flex flex-wrap items-center justify-between gap-3 text-sm">
        <p role="status">{sent < 1 ? 'Uploading the file' : 'Uploaded. Starting the job'}</p>
        {sent < 1 && <Button onClick={upload.cancel}>Cancel the upload</Button>}
      </div>
    </div>
  );
}
