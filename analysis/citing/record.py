"""What is cited, as one record in CSL-JSON, the format of reference managers, from which every form is written.

Where the thing is found is an address (`URL`) only where the book says where it is published (`html: baseurl:` in
`_config.yml`); else it is the path below the root of any site of this book (`archive_location`), at which the thing stands
there. What the format has no field for stands in `custom`, the path always.
"""

import datetime
import re
import unicodedata

from analysis.editions.frozen import DRAFT
from analysis.states import RANGE

WORK = {"en": "Compute Ledger", "ko": "컴퓨트 원장"}
AUTHOR = {"en": "Compute Ledger contributors", "ko": "컴퓨트 원장 기여자"}
EDITION = {"en": ("edition {}", "draft"), "ko": ("{}판", "초고")}
INTERVAL = {"en": ", {}", "ko": "({})"}
UNSAID = {"Cc", "Cf", "Cs", "Co", "Cn"}  # kinds of characters that show nothing, or turn the direction of a line


def edition_words(edition, lang):
    """The name of an edition in a citation.

    >>> edition_words("2026.11", "en"), edition_words("2026.11", "ko"), edition_words("draft", "ko")
    ('edition 2026.11', '2026.11판', '초고')
    """
    named, draft = EDITION[lang]
    return draft if edition == DRAFT else named.format(edition)


def folder(edition):
    """Where an edition stands on a site: a draft has no folder of its own.

    >>> folder("2026.11"), folder("draft")
    ('2026.11', 'latest')
    """
    return "latest" if edition == DRAFT else edition


def plain_line(text):
    """A text as one line of characters that show: no line break, no control character, no mark of direction.

    >>> plain_line("Cost" + chr(10) + " of" + chr(0x202E) + " a run ")
    'Cost of a run'
    """
    return "".join(one for one in " ".join(text.split()) if unicodedata.category(one) not in UNSAID).strip()


def page_record(results, lang, page, title, base="", fragment=""):
    """The record of a page, or with a fragment that of a place on it, whose title it then is.

    base: the root of the published site, empty where nobody has said it. Its edition is that of the results.
    """
    name = f"{page}.html" + (f"#{fragment}" if fragment else "")
    title, path = plain_line(title), f"{folder(results.edition)}/{lang}/{name}"
    return {
        "id": record_key(results.edition, lang, page, fragment),
        "type": "webpage",
        "title": title,
        **({"container-title": WORK[lang]} if title != WORK[lang] else {}),  # the start page is the work
        "author": [{"literal": AUTHOR[lang]}],
        "issued": date_parts(results.as_of),
        "edition": edition_words(results.edition, lang),
        "language": lang,
        **({"URL": f"{base.rstrip('/')}/{path}"} if base else {"archive_location": path}),
        "custom": {"edition": results.edition, "as_of": results.as_of.isoformat(), "path": path},
    }


def number_record(results, lang, name, page, fragment, base=""):
    """The record of a number, whose line stands at that place of a page."""
    number = results.numbers[name]
    value = number.value.isoformat() if isinstance(number.value, datetime.date) else number.value
    found = page_record(results, lang, page, number_title(results, name, lang), base, fragment)
    said = {"name": name, "value": value, "low": number.low, "high": number.high, "unit": number.unit}
    return found | {"id": record_key(results.edition, lang, name), "custom": found["custom"] | said}


def number_title(results, name, lang):
    """What a citation calls a number: its label, its value with the unit, its interval where it has one."""
    interval = results.range_words(name, lang)
    said = INTERVAL[lang].format(RANGE["interval"][lang].format(interval)) if interval else ""
    return f"{results.label(name, lang)}: {results.words(name, lang)}{said}"


def record_key(*parts):
    """The key of a record, the same in every form.

    >>> record_key("2026.11", "en", "training_cost", "")
    'compute_ledger_2026_11_en_training_cost'
    """
    return re.sub(r"[^a-z0-9]+", "_", "_".join(("compute_ledger", *parts)).lower()).strip("_")


def date_parts(day):
    """A date as CSL-JSON has it."""
    return {"date-parts": [[day.year, day.month, day.day]]}


def place(record):
    """Where the thing is found: its address, or its path where the site has none."""
    return record.get("URL") or record["archive_location"]
