"""诉求 The heart: a resident's request from report to confirmed close."""
