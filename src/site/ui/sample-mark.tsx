/** Beside whatever is made of samples. */
export function SampleMark() {
  return (
    <p className="sample-mark">
      <strong>Sample.</strong> Samples stand here, not what a model wrote: for trying the page, not for use.
    </p>
  );
}
