/** Beside whatever is made of samples. */
export function SampleMark() {
  return (
    <p className="sample-mark">
      <strong>Sample.</strong> Made of samples, not written by a model: for trying the page, not for use.
    </p>
  );
}
