"""Compute Ledger: what frontier AI costs and who can get the compute, computed."""
