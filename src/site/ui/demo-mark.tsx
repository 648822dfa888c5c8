/** Beside whatever the demo model wrote. */
export function DemoMark() {
  return (
    <p className="demo-mark">
      <strong>Demo.</strong> Written by the demo model, not by a language model: for trying the page, not for
      use.
    </p>
  );
}
