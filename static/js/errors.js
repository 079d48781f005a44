// The summary of what to mend takes the focus, so that it is read first.
modules["error-summary"] = (summary) => {
  summary.focus({ preventScroll: false });
};
