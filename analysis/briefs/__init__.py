"""One-page briefs of the chapters, as PDF and as Word documents: the answer, one chart, the ranges, the sources."""
