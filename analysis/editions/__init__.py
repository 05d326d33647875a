"""Editions: results frozen under a date, what differs between two of them, errata, and the branch that holds their sites."""
