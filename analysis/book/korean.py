"""What a Korean page may not hold: endings, headings, marks and phrases that a Korean analyst would not write.

Only what is wrong wherever it stands is a problem; what is often wrong, such as "에 대한" in a sentence that is no rule, is
a hint. Spacing, length of sentences and the choice of terms are left to readers.
"""

import re

from analysis.book.passages import CODE, GUARD, ROLE, noted, passages

LONGEST_HEADING = 22
CLOSING = r"[)\]”’」』*]*\s*"
ENDING = re.compile(rf"(?:다\.|:){CLOSING}$")
ASTERISKS = re.compile(r"\*\*(?:.*?\*\*)?|(?<!\S)\*[^\s*][^*\n]*\*")
PARTICLES = re.compile(r"은\(는\)|는\(은\)|이\(가\)|가\(이\)|을\(를\)|를\(을\)|와\(과\)|과\(와\)|\(으\)로|\(이\)[다라며]|아\(야\)")
# Everywhere in Korean: wrong whatever the sentence says.
PHRASES = {
    r"에 의해(?:서|\s|$)|에 의하여": "turn it round: who did it is the subject",
    r"(?:으로|로) 인(?:해|하여|한)": "-아서, -어서 or 때문에",
    r"[을를] 가지고 있|[을를] 가진다": "있다 or 이다: H20의 대역폭은 …다",
    r"되어지|되어진|보여지|보여진|보여집": "a passive twice over: 되다, 보인다",
    r"(?:으로|로) 하여금": "say who does it",
    r"(?<![가-힣])중 하나(?:이?다|로|인|였|이며)": "name it, or say 가운데",
    r"(?:는|은|한|된|던) 것은 [^.]*것이다": "drop one of the two 것",
    r"[을를] 필요로 (?:하|한|했)": "필요하다, 있어야 한다",
    r"에도 불구하고": "-지만, -는데도",
    r"하는 것이 중요": "say what follows from it",
    r"(?<![가-힣])(?:이것|그것)은(?![가-힣])": "name the thing",
    r"결론적으로|요약하면|요컨대": "lead with the answer",
    r"인사이트|레버리지|시너지|극대화|고도화|다면적|획기적|혁신적": "say what changed",
    r"(?<![가-힣])및(?![가-힣])[^.]*(?<![가-힣])및(?![가-힣])": "와, ·, or two sentences",
    r"(?<![가-힣])(?:필자|본 (?:연구|보고서|분석))|(?<![가-힣])우리[는가의]\s": "이 책, 이 장, or no subject",
    r"신뢰구간": "90% 구간: it is no sampling error",
    r"배 (?:더 )?(?:저렴|싸|적|작|낮)": "n분의 1",
    r"—|–": "a comma, brackets or a new sentence; a range has ~",
    r"\"[^\"]*\"?|'[^']*'?": "curly quotes: “ ” for speech, ‘ ’ for a term",
    r"US\$|\$": "달러 in words",
    r"퍼센트|(?<=[0-9\ufffc]) ?프로(?![가-힣])": "%",
}
# In pages only: a README and the program may speak to the reader.
PAGE_PHRASES = {
    r"(?<![가-힣])(?:올해|지난달|지난해|작년|최근)": "a date: the page will be read next year",
    r"겠다": "no -겠다: say it or leave it",
    r"!": "no exclamation",
}
HINTS = {
    r"에 대한|에 대해": "often a verb says it",
    r"[을를] 통해": "-어서, -로",
    r"있어서": "often -에, -에서",
    r"(?<![가-힣])이는(?![가-힣])": "once a page at most",
    r"(?:^|[.] )(?:또한|따라서|이를 통해)": "join by an ending",
    r"(?<![가-힣])(?:다양한|핵심적)": "name them",
    r"시사한다|강조한다|의미한다": "who does?",
    r"(?:많은|여러) [가-힣]+들": "no 들 after 많은 or 여러",
    r"뿐 아니라": "once a page at most",
}


def korean_problems(found, hints=False):
    """Problems (or hints) of Korean passages as `file:line: …`; other languages are passed over, but for bold that prints its asterisks."""
    for passage in found:
        text = re.sub(r"\s", " ", passage.text)
        if hints:
            yield from _phrases(passage, text, HINTS) if passage.lang == "ko" else ()
            continue
        yield from _asterisks(passage)
        if passage.lang == "ko" and passage.kind != "math":
            yield from _particles(passage)
            yield from _phrases(passage, text, PHRASES)
            if passage.place.startswith("book/"):
                yield from _phrases(passage, text, PAGE_PHRASES)
                yield from _page_rules(passage, text)


def _asterisks(passage):
    for match in ASTERISKS.finditer(passage.text):
        do = "bold that ends in a bracket, a quote or % and runs on into a letter prints its asterisks; end it before: **수율**(PUE)은"
        yield f"{passage.at(match.start())}: '{_around(passage.text, match.start())}': {do}"


def _particles(passage):
    for match in PARTICLES.finditer(passage.text):
        yield f"{passage.at(match.start())}: '{match[0]}': one particle, by sound; after a number {{num}}`name|을/를`"


def _phrases(passage, text, phrases):
    for phrase, instead in phrases.items():
        for match in re.finditer(phrase, text):
            yield f"{passage.at(match.start())}: '{match[0].strip()}' ({_around(text, match.start())}): {instead}"


def _around(text, place):
    return _shown(" ".join(text[max(0, place - 12) : place + 16].split()))


def _shown(text):
    return re.sub(f"[{ROLE}{CODE}{GUARD}]", "_", text)


def _page_rules(passage, text):
    place = passage.at(0)
    if passage.kind == "heading":
        yield from _heading(place, text)
    elif passage.kind in ("paragraph", "item", "note") and "?" in text:
        yield f"{passage.at(text.index('?'))}: '{_around(text, text.index('?'))}': questions stand in headings only"
    if passage.kind in ("paragraph", "item"):
        polite = [match for match in re.finditer(r"[가-힣]니다(?=[.”’:]|$)", text) if _polite(match[0])]
        yield from (f"{passage.at(match.start())}: '{match[0]}': 한다체 in prose" for match in polite)
    if passage.kind == "paragraph" and re.search("[가-힣]", text):
        yield from (f"{place}: the paragraph ends '…{_shown(end[-12:])}': end it in 다. or a colon" for end in _endings(passage, text) if not ENDING.search(end))


def _polite(word):
    return (ord(word[0]) - 0xAC00) % 28 == 17  # a final ㅂ: 합니다, but not 아니다


def _heading(place, text):
    if len(text) > LONGEST_HEADING:
        yield f"{place}: the heading '{_shown(text)}' has {len(text)} characters, more than {LONGEST_HEADING}"
    if re.search(r"[.:。：]", text):
        yield f"{place}: the heading '{_shown(text)}' holds a full stop or a colon"


def _endings(passage, text):
    """The ways in which a paragraph can end: where an {if} stands last, with each of its words."""
    tail = text.rpartition(GUARD)
    last = passage.guards[-1] if tail[1] and len(tail[2].strip()) < 3 else None
    return [f"{tail[0]}{words}{tail[2]}" for words in last] if last else [text]


def problems(root, hints=False):
    """Problems in the Korean of a project folder, and bold that fails in either language; with `hints`, what is often wrong."""
    return list(korean_problems([*passages(root), *noted(root)], hints))
