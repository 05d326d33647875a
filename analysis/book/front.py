"""The page at the site's root: a choice of language, without a script."""

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{robots}{shared}<title>Compute Ledger · 컴퓨트 원장</title>
<link rel="icon" href="{base}{first}/_static/favicon.svg">
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 18px/1.6 Pretendard, "Apple SD Gothic Neo", "Malgun Gothic", system-ui, sans-serif; max-width: 34rem; margin: 18vh auto 0; padding: 0 1.2rem; word-break: keep-all; }}
a {{ color: inherit; display: block; padding: 1rem 0; border-top: 1px solid color-mix(in srgb, currentColor 25%, transparent); text-decoration: none; }}
a strong {{ display: block; font-size: 1.35rem; }}
</style>
</head>
<body>
<main>
<h1>Compute Ledger<br><span lang="ko">컴퓨트 원장</span></h1>
{mark}{links}
</main>
</body>
</html>
"""
WORDS = {
    "en": ("English", "What frontier AI costs and who can get the compute, computed from sourced numbers."),
    "ko": ("한국어", "최상위 AI에 얼마가 들고 누가 연산 자원을 얻는지, 출처를 밝힌 수치로 계산한다."),
}


MARK = '<p>This is a reader\'s own calculation, not the numbers of the book.<br><span lang="ko">이 책의 수치가 아니라, 값을 바꿔 직접 다시 계산한 판입니다.</span></p>\n'
ROBOTS = '<meta name="robots" content="noindex">\n'
SHARED = """<meta property="og:title" content="Compute Ledger · 컴퓨트 원장">
<meta property="og:image" content="{picture}">
<meta name="twitter:card" content="summary_large_image">
"""


def front_page(base, langs, custom=False, site=""):
    """The start page as HTML; `base` leads to the folder of the languages, a custom edition is marked.

    site: the address of the published site, without which other platforms do not find the picture that stands for a link.
    """
    links = [f'<a lang="{lang}" hreflang="{lang}" href="{base}{lang}/start.html"><strong>{WORDS[lang][0]}</strong>{WORDS[lang][1]}</a>' for lang in langs]
    shared = "" if custom else SHARED.format(picture=f"{site.rstrip('/')}/{base}{langs[0]}/_static/social.png".lstrip("/"))
    return PAGE.format(shared=shared, base=base, first=langs[0], links="\n".join(links), robots=ROBOTS if custom else "", mark=MARK if custom else "")
