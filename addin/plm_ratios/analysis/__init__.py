"""What can be worked out from the catalog: ratios and verdicts, scaling laws, how far sources disagree,
whether the claims of the essay hold, and the sentences that explain a result."""
