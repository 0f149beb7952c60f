"""How fast the tool is, as ratios measured in one run: `python -m benchmarks` writes RESULTS.md beside this file."""
