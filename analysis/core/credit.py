"""Who said something and when, in the words of each language."""

CREDIT = {"en": "{author} ({year})", "ko": "{author}({year})"}


def author_year(source, lang):
    """The author and the year of a source, a line of `sources.csv`.

    >>> source = {"author": "DeepSeek-AI", "year": "2024"}
    >>> author_year(source, "en"), author_year(source, "ko")
    ('DeepSeek-AI (2024)', 'DeepSeek-AI(2024)')
    """
    return CREDIT[lang].format(author=source["author"], year=source["year"])
