"""The measures, one a file: each a pure function of a case and its prediction to a Tally."""
