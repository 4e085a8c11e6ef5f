"""How fast it is: ratios against named baselines measured in the same run."""
