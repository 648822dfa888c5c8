import { useFileUrl } from '../ui/use-file-url.ts';

export interface PictureViewProps {
  /** Of the file in the bucket. */
  readonly path: string;
  /** What it shows, for whoever does not see it. */
  readonly shows: string;
}

/** A picture of the book, out of the Storage of the project. Its place is kept while it loads. */
export function PictureView({ path, shows }: PictureViewProps) {
  const { url, problem, renew } = useFileUrl(path);
  if (problem !== null) {
    return (
      <p role="alert" className="text-sm text-danger">
        {problem}{' '}
        <button type="button" className="link" onClick={renew}>
          Try again
        </button>
      </p>
    );
  }
  return (
    <div className="aspect-[3/2] w-full overflow-hidden bg-paper">
      {url !== null && <img src={url} alt={shows} className="block size-full object-cover" />}
    </div>
  );
}
