"""What is cited, as one CSL-JSON record, from which every form is written.

CSL-JSON is the format of reference managers; what it has no field for stands in `custom`: `edition` as a word, `as_of`,
and `path`, which is where the thing lies below the root of any site of this book. There is an address only where the book
says where it is published (`html: baseurl:` in `_config.yml`).
"""

from analysis.editions.frozen import DRAFT

WORK = {"en": "Compute Ledger", "ko": "컴퓨트 원장"}
AUTHOR = {"en": "Compute Ledger contributors", "ko": "컴퓨트 원장 기여자"}
EDITION = {"en": ("edition {}", "draft"), "ko": ("{}판", "초고")}


def edition_words(edition, lang):
    """The name of an edition in a citation.

    >>> edition_words("2026.11", "en"), edition_words("2026.11", "ko"), edition_words("draft", "ko")
    ('edition 2026.11', '2026.11판', '초고')
    """
    named, draft = EDITION[lang]
    return draft if edition == DRAFT else named.format(edition)


def page_record(results, lang, page, title, base="", fragment=""):
    """The record of a page, or with a fragment of a place on it. `base` is the site's root, empty where nobody has said it."""
    path = f"{results.edition}/{lang}/{page}.html" + (f"#{fragment}" if fragment else "")
    words = edition_words(results.edition, lang)
    key = "_".join(["compute_ledger", results.edition.replace(".", "_"), lang, page, *fragment.replace("-", "_").split(".")]).strip("_")
    within = {"container-title": WORK[lang]} if title != WORK[lang] else {}
    site = "latest" if results.edition == DRAFT else results.edition  # a draft has no folder of its own
    address = {"URL": f"{base.rstrip('/')}/{site}/{path.partition('/')[2]}"} if base else {}
    return {
        "id": key, "type": "webpage", "title": title, **within, "author": [{"literal": AUTHOR[lang]}],
        "issued": {"date-parts": [[results.as_of.year, results.as_of.month, results.as_of.day]]},
        "edition": words, "language": lang, **address,
        "custom": {"edition": results.edition, "as_of": results.as_of.isoformat(), "path": path},
    }  # fmt: skip


def place(record):
    """Where the thing is found: its address, or its path where the site has none."""
    return record.get("URL") or record["custom"]["path"]
