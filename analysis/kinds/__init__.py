"""Kinds of number outside the core: draws (numpy, `draws`) and quantities (pint, `quantities`).

Chapter functions run on both as they run on floats; see `analysis.core.ops` for the one rule of dispatch.
"""
