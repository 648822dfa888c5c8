/** Finish reasons of the OpenAI protocol, which the AI SDK knows. */
const known = /^(?:stop|length|content_filter|tool_calls|function_call)$/;
/** Reasons of other servers that are no end of an answer. */
const notAnEnd =
  /len|max|limit|trunc|incomplete|partial|exceed|window|context|budget|error|fail|abort|cancel|interrupt|time|network|overload|insufficient|resource|preempt|filter|safety|sensitive|block|refus|violat|recitation|tool|function|call|pause|other|unknown|unspecified|repet/i;
const finishReason = /("finish_reason"\s*:\s*)"([^"]+)"/;

/**
 * Has streams end as OpenAI's do. Other servers have their own words for an answer that is finished (`eos`, `end_turn`),
 * or none, and then say only that the stream is: `[DONE]`. A stream that breaks off has neither.
 */
export function withRegularEnd(bounded: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (...request) => {
    const response = await bounded(...request);
    const isStream = response.headers.get('content-type')?.includes('text/event-stream') === true;
    if (!response.ok || response.body === null || !isStream) return response;
    const body = response.body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(regularEnd())
      .pipeThrough(new TextEncoderStream());
    return new Response(body, response);
  };
}

function regularEnd(): TransformStream<string, string> {
  let rest = '';
  let hasReason = false;
  const read = (line: string): string => {
    if (/^data:\s*\[DONE\]/.test(line) && !hasReason) {
      return `data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\n${line}`;
    }
    return line.replace(finishReason, (whole, name: string, reason: string) => {
      hasReason = true;
      return known.test(reason) || notAnEnd.test(reason) ? whole : `${name}"stop"`;
    });
  };
  return new TransformStream({
    transform(text, controller) {
      const [first = '', ...more] = text.split('\n');
      // Joined before it is split, a line without end would be read from its beginning each time.
      const lines = [rest + first, ...more];
      rest = lines.pop() ?? '';
      for (const line of lines) controller.enqueue(`${read(line)}\n`);
    },
    flush: (controller) => controller.enqueue(read(rest)),
  });
}
