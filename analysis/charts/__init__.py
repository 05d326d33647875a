"""Charts: one look (theme), one HTML block (block), one module of drawings per chapter."""
