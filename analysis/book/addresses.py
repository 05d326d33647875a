"""The permanent address of a number. It follows from the name alone, so that no change of chapter, table or order moves it.

Numbers stand on one page for each first letter, those of pairs of things (`unit_batch.v3_service.h20_sxm`) on one page for each
name, for they are many: light enough to open, few enough to keep, and found without a script. `book/_static/cards.js` and
`numbers.js` know the same rule.
"""

PAGE = "numbers"  # the list of all names; the pages of letters and of pairs stand beside it


def anchor(name):
    """Where a number stands on its page.

    >>> anchor("hour_price.h800_sxm")
    'number-hour_price-h800_sxm'
    """
    return f"number-{name.replace('.', '-')}"


def page_of(name):
    """The page on which a number stands, in every edition and both languages.

    >>> page_of("v3_final_run_cost"), page_of("hour_price.h800_sxm"), page_of("unit_batch.v3_service.h20_sxm")
    ('numbers_v', 'numbers_h', 'numbers_unit_batch')
    """
    base, *keys = name.split(".")
    return f"{PAGE}_{base if len(keys) > 1 else name[0]}"


def address(name):
    """The address of a number from any page beside it.

    >>> address("v3_final_run_cost")
    'numbers_v.html#number-v3_final_run_cost'
    """
    return f"{page_of(name)}.html#{anchor(name)}"
