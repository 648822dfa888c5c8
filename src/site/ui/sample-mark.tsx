/** Beside whatever is made of samples. */
export function SampleMark() {
  return (
    <p className="sample-mark">
      <strong>Sample.</strong> Sample content, not written by a model. For trying the page only.
    </p>
  );
}
