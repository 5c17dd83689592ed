"""居民 The residents' door: report, track, confirm, the community board."""
