"""What the head of a page says to programs: citation tags, linked data, and how a link to it looks elsewhere.

Addresses are whole where the book says where it is published. Else the picture's is relative, which most platforms that
show links do not follow, and there is no other.
"""

import json
from html import escape

from analysis.citing.picture import HEIGHT, WIDTH
from analysis.citing.record import place

PICTURE = "social.png"
LOCALE = {"en": "en_US", "ko": "ko_KR"}
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LONGEST = 300  # characters of a description


def head_tags(record, description, files=()):
    """All tags of one page as HTML. files: name -> media type of what holds the data set of the page, above the folder of its language."""
    address = record.get("URL", "")
    image = f"{address.rpartition('/')[0]}/_static/{PICTURE}" if address else f"_static/{PICTURE}"
    year, month, day = record["issued"]["date-parts"][0]
    work = record.get("container-title", record["title"])
    named = {
        "description": description, "citation_title": record["title"], "citation_author": record["author"][0]["literal"],
        "citation_publication_date": f"{year}/{month:02}/{day:02}", "citation_language": record["language"],
        "citation_inbook_title": f"{work}, {record['edition']}", "citation_public_url": address, "twitter:card": "summary_large_image",
    }  # fmt: skip
    graph = {
        "og:type": "article", "og:title": record["title"], "og:site_name": work, "og:description": description, "og:locale": LOCALE[record["language"]],
        "og:url": address, "og:image": image, "og:image:width": WIDTH, "og:image:height": HEIGHT,
    }  # fmt: skip
    tags = [f'<meta {kind}="{key}" content="{escape(str(value))}">' for kind, said in (("name", named), ("property", graph)) for key, value in said.items() if value]
    data = json.dumps(linked_data(record, description, files), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return "".join(f"\n{tag}" for tag in tags) + f'\n<script type="application/ld+json">{data}</script>'


def linked_data(record, description, files=()):
    """A page in the words of schema.org: a report, a part of one, or the data set of all numbers with its files."""
    whole, address = "container-title" not in record, record.get("URL")
    work = {"@type": "Report", "name": record.get("container-title"), "version": record["custom"]["edition"]}
    return {
        "@context": "https://schema.org", "@type": "Dataset" if files else "Report" if whole else "Article",
        "name": record["title"], "headline": record["title"], **({"description": description} if description else {}),
        "inLanguage": record["language"], "datePublished": record["custom"]["as_of"], "version": record["custom"]["edition"],
        "author": {"@type": "Organization", "name": record["author"][0]["literal"]}, "license": LICENCE,
        "identifier": place(record), **({"url": address} if address else {}), **({} if whole else {"isPartOf": work}),
        **({"distribution": [_download(address, name, files[name]) for name in files]} if files else {}),
    }  # fmt: skip


def _download(address, name, media):
    """A file of a data set. Where the site has no address its `contentUrl` is relative, which linked data allows: a program resolves it by the address of the page, wherever the site stands."""
    site = address.rsplit("/", 2)[0] if address else ".."
    return {"@type": "DataDownload", "name": name, "encodingFormat": media, "contentUrl": f"{site}/{name}"}


def described(text):
    """A paragraph as a description: whole sentences where they fit.

    >>> described("One run costs little. " + "Many cost more. " * 30).endswith(" Many cost more.")
    True
    """
    text = " ".join(text.split())
    if len(text) <= LONGEST:
        return text
    cut = text[:LONGEST]
    end = cut.rfind(". ")
    return cut[: end + 1] if end > 0 else f"{cut.rpartition(' ')[0]} …"
