/** A citation, as far as marking it needs. Strings of JavaScript count UTF-16 code units. */
export interface Quotation {
  marker: number;
  span: { text: string; startUtf16: number; endUtf16: number };
}

/** Cuts a text wherever a quotation begins or ends, since quotations may overlap. */
export function pieces<Q extends Quotation>(text: string, quotations: Q[]) {
  const cuts = new Set([0, text.length, ...quotations.flatMap(({ span }) => [span.startUtf16, span.endUtf16])]);
  const starts = [...cuts].sort((a, b) => a - b);
  return starts.slice(0, -1).map((start, index) => ({
    start,
    text: text.slice(start, starts[index + 1]),
    /** The quotations that begin here. */
    begins: quotations.filter(({ span }) => span.startUtf16 === start),
    /** The quotations that this is a piece of. */
    within: quotations.filter(({ span }) => span.startUtf16 <= start && start < span.endUtf16),
  }));
}
