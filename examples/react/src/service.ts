/** The address of the service, as index.html names it. */
export const service = document.getElementById("root")!.dataset.service!;
