"""Speed as ratios in one run against named baselines: a bare read, hand-written SQL, the other engine. `make bench`."""
