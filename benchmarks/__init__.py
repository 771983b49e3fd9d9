"""Scripts that print ratios to floors measured in the same run: `python -m benchmarks.pages`."""
