"""No number is typed into prose: every digit and every word that says how much is asked for by name, or explained.

A digit must belong to a name or a date (NAMES). A word such as "half" or "더 싸다" must stand in an `{if}`, or in a phrase that
data/allowed_words.csv excuses. What a README quotes below an example sentence must be what the sentence says today.
"""

import re

from analysis.book.pages import say_role
from analysis.book.passages import CODE, GUARD, ROLE, passages
from analysis.sheets import Sheet

ALLOWED = "data/allowed_words.csv"
MOST_ALLOWED = 20

# Names and dates: the only digits that prose may hold.

# `\b` does not part Latin letters from Hangul ("H100은"), so both ends are written out; 3.5 or 20,000 is never cut in two.
START = r"(?<![A-Za-z0-9$€£¥₩])(?<!\d[.,])"
END = r"(?![A-Za-z0-9%])(?![.,]\d)"
COUNTED = (
    r"(?:GPUs?|[A-Z]+\d+s|chips?|cards?|servers?|hours?|days?|weeks?|months?|years?|dollars?|cents?|tokens?|parameters?|people|racks?|wafers?|nodes?"
    r"|accelerators|processors|machines|units|engineers|researchers|employees|times|percent|per\s+cent|%"
    r"|hundred|thousand|million|billion|trillion|USD|won|yuan|euros?|[kMGT]?Wh?|[MGTP]B|달러|시간|토큰|위안|유로)(?![A-Za-z])"
)
# A year is no count: "2048 GPUs", "2000 of them", "2048장" and "2024년간" are typed numbers, "in 2024 dollars" is a unit.
UNCOUNTED = (
    rf"(?!\s*(?:[A-Z]+\d\w*\s+)?{COUNTED})(?!\s+of (?:them|these|those))(?![장개대곳기건명회배원만억조]|\s?년(?:간|\s동안|\s만에|치))"
    r"(?!\s[장개대곳명배](?:[을를이가은는의도만과와에씩]|(?!\w)))"
)
YEAR = rf"(?:19[5-9]\d|20\d\d){UNCOUNTED}"
# Alone, without month or 년, only what a reader takes for a year, and never after a word that rounds: "about 2000" counts something.
ROUNDING = ("about", "around", "nearly", "some", "almost", "roughly", "approximately", "약", "대략", "무려")
EXACT = "".join(rf"(?<!\b{word} )" for one in ROUNDING for word in dict.fromkeys((one, one.capitalize()))) + r"(?<!\b약)"
BARE = rf"(?:199\d|20[0-3]\d){UNCOUNTED}"
MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
DIGIT = "[0-9０-９¼-¾⅐-⅞]"
SCALE = rf"(?!\s*(?:{COUNTED}|[만억조배장개대]))"
VERSIONED = (
    r"(?:Llama|Claude(?: \w+)?|Gemini|Gemma|Qwen|GPT|Grok|Mistral|Phi|Kimi|GLM|Ernie|Ascend|NVLink|PCIe|CUDA|TPU|Python|Jupyter Book|Apache(?: License)?"
    r"|CC BY(?:-\w+)*|[Vv]ersion|[Ee]xit status|라마|클로드|제미나이|큐원|그록|어센드|파이썬|버전|종료 상태)"
)
NAMES = [
    r"https?://[^\s)]+",
    r"(?:arXiv:|doi:)\s?\S+",
    rf"{START}(?:in|constant|real) (?:19|20)\d\d (?:US )?dollars",
    # dates: 2026-11-21, 2026.11, 2026-Q3, 21 November 2026, November 21, 2026년 11월 21일, 2~4월, 3분기, 2024~2027년, 2020s
    rf"{START}(?:19|20)\d\d(?:-\d\d(?:-\d\d)?|\.(?:1[0-2]|0?[1-9])(?:\.\d\d?)?|-?Q[1-4]){END}{SCALE}",
    rf"{START}(?:\d\d?(?:st|nd|rd|th)? )?{MONTH}\.?(?: \d\d?(?:st|nd|rd|th)?(?:[-–]\d\d?)?{END}{SCALE})?(?:,? {YEAR})?{END}(?<=\d)",
    rf"{START}(?:(?:19|20)\d\d년 )?\d\d?(?:[~·]\d\d?)?월(?: \d\d?(?:~\d\d?)?일)?",
    rf"{START}(?:(?:19|20)\d\d년 )?[1-4](?:[~·][1-4])?분기",
    rf"{START}Q[1-4](?: (?:of )?{YEAR})?{END}|{START}[1-4]Q\d\d{END}",
    rf"{START}(?:19|20)\d0s{END}|{START}\d\d?(?:세대|세기)|{START}\d\d?(?:st|nd|rd|th)[- ](?:generation|century)",
    rf"{START}{EXACT}(?:{BARE}(?:\s?[-–/~·]\s?(?:{BARE}|\d\d))?|{YEAR}(?:[~·]{YEAR})?(?=년)){END}",
    # places: Table 1, Section 3.2, p. 5, § 744.23, 표 1, 45~67쪽, 제3조, 15 CFR 744.23
    rf"{START}(?i:tables?|figures?|fig\.|sections?|sec\.|chapters?|appendix|equations?|eq\.|notes?|parts?|articles?|annex|steps?|tiers?|phase|pages?|pp?\.|no\."
    rf"|vol(?:ume|\.)) ?\d+(?:\.\d+)*[a-z]?(?:[-–]\d+)?{END}{SCALE}",
    rf"(?<![가-힣])(?:표|그림|식|부록|별표|각주) ?\d+(?:[.-]\d+)*{END}{SCALE}|{START}\d+(?:~\d+)?쪽",
    r"제 ?\d+(?:\.\d+)*(?:조|항|호|차|절|장|회|판|권|부|기|세대|편)",
    rf"§+ ?\d[\d.]*(?:\([a-z0-9]+\))*|{START}\d+ (?:CFR|FR)(?: Part)? \d+(?:\.\d+)*{END}",
    rf"(?:Executive Order|Public Law|행정명령) (?:제)?\d+(?:-\d+)?(?:호|{END})",
    # versions and models: Python 3.11 and 3.12, CC BY 4.0, Llama 3.1 405B, DeepSeek 67B; a size alone (67B) is a number
    rf"{START}{VERSIONED} v?\d{{1,2}}(?:\.\d+)*[a-z+]?(?:(?:,| and| or| 와| 과|와|과) ?\d{{1,2}}\.\d+)*(?: \d+(?:\.\d+)?B)?{END}{SCALE}",
    rf"{START}(?:DeepSeek(?: LLM| Coder)?|Llama|Qwen|Mixtral|딥시크|라마|큐원) \d+(?:\.\d+)?B{END}",
    # a chip named by its memory: A100-80GB
    rf"{START}[A-Z]{{1,2}}\d{{2,4}}-\d{{2,3}}GB{END}",
    rf"{START}(?:Mixtral|믹스트랄) \d+x\d+B{END}|{START}(?:Mistral|미스트랄) (?:Large|Small|Medium|라지|스몰|미디엄) \d{END}{SCALE}|{START}젬마 \d \d+B{END}"
    rf"|{START}(?:GPT-\d|gpt-oss)[- ]\d+[Bb]{END}",
    # powers of two that name a context length or a batch: at 128K, batch 32
    rf"{START}(?:1|2|4|8|16|32|64|128|256|512)[KM]{END}{SCALE}|(?:[Bb]atch|배치) (?:1|2|4|8|16|32|64|128|256|512){END}{SCALE}",
    # letters and digits: 3A090.a, 910B, 950PR, RTX 4090, 2.5D, 5G, 16-bit, 5nm process
    rf"{START}\d[A-E]\d{{3}}(?:\.[a-z](?:\.\d+)?)*{END}|{START}(?:910[A-D]\d?|950(?:PR|DT)){END}|{START}RTX (?:PRO )?\d{{4}}D?{END}|{START}RX \d{{4}}{END}",
    rf"{START}(?:Ascend|어센드) 9\d0{END}{SCALE}|{START}(?:Maia|Zhikai|Hanguang|마이아|즈카이|한광) \d00{END}{SCALE}",
    rf"{START}(?:2|2\.5|3|3\.5)D{END}|{START}[456]G{END}",
    rf"{START}(?:10-[KQ]|20-F|8-K){END}",
    rf"{START}(?:4|8|16|32|64)(?:-bit{END}|비트)|{START}\d\d?nm(?:-class|(?=[ -](?:class|node|process)| ?공정))",
    # units: per million tokens, 100만 토큰당, 1kWh당
    rf"{START}(?:100만|10억|1조|1) ?[A-Za-z가-힣]{{1,6}}당|토큰 (?:100만|10억) ?개당",
]
MIXED = re.compile(rf"{START}((?:[A-Za-z]+-)*[A-Za-z]+)-?\d+(?:\.\d+)*[A-Za-z]*(?:-(?:[A-Za-z][A-Za-z0-9.]*|\d+G?[BT]|\d{{4}}))*{END}")
# "V100000" is a name where the data knows it; "A5.58M", "A80GB" and "A558만 달러" are amounts behind a letter whatever the data says.
UNUSUAL = re.compile(r"\d{5}|\d[A-Za-z]{4}")
AMOUNT = re.compile(r"\.\d+(?:[KkMBGT]|bn)(?![A-Za-z])|\d(?:bn|[kMGTP]B|[kMGT]Wh|(?:thousand|[mb]illion|trillion)s?)(?![A-Za-z])")
SCALED = re.compile(r"억|조(?!차)|만 ?(?:달러|위안|원(?![가-힣]))")
NOT_A_NAME = {"Top", "Sub", "Under", "Over", "About", "Nearly", "X", "US", "USD", "KRW", "CNY", "RMB", "EUR", "JPY", "GBP", "GPUs"}
SUBSCRIPT = re.compile(r"[_^]\{?-?\d+\}?")  # in formulas: an index or a power is no number of the book

# Words that say how much. Not here: "both", "one", "two reasons", "many", "몇 장", "두 가지": they claim no size.

TEENS = "thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
SMALL = f"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|{TEENS}|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
FRACTION = "third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth|twentieth|hundredth|thousandth"
NOUN = (
    r"(?:GPU-?)?(?:GPUs?|chips?|cards?|hours?|days?|weeks?|months?|years?|decades?|dollars?|cents?|percent|per cent|percentage|times|tokens?|parameters?"
    r"|servers?|racks?|wafers?|fabs?|plants?|companies|firms|labs|countries|people|orders|points|(?:giga|mega)watts?|(?:hundred|thousand|[mb]illion)\w*)"
)
SIZED = "cheap|dear|larg|bigg|small|fast|slow|high|low|great|few|long|short|wid|heavi|light|cost|dens|rich"
SPENT = (
    "costs?|takes?|took|uses?|used|needs?|needed|pays?|paid|draws?|drew|computes?|delivers?|holds?|reads?|spends?|spent|sells?|sold|buys?|bought"
    "|has|have|had|earns?"
)
ENGLISH = [
    r"(?:more|less|most|least) (?:expensive|costly|dear|powerful|efficient)|costs? (?:the )?most|a fraction of(?! the)|one-half|mainly|almost nothing"
    r"|exceed(?:s|ed|ing)?|outnumber(?:s|ed|ing)?|outweigh(?:s|ed|ing)?|dwarf(?:s|ed|ing)?|overwhelming(?:ly)?|(?:far|well) (?:below|above|over|under(?! way))",
    r"(?<!first )(?<!second )(?:half(?! up\b| even\b)|halves|halved|halving)",
    r"twice|thrice|doubl(?:e|es|ed|ing)(?! underscore| precision| count| quot| check)|(?:tripl|trebl|quadrupl|quintupl|octupl)(?:e|es|ed|ing)",
    rf"(?:{SMALL}|hundred|thousand|million|many|several|multi)-?fold",
    rf"(?:a|one|{SMALL})[- ](?:{FRACTION})s?(?= of| as| the| more| less| is| are| goes|[.,;:)]|$)|(?:one|{SMALL}) (?:in|out of) (?:{SMALL}|a hundred|a thousand)",
    rf"(?:several|many) times (?:as|that|this|the|what|its|more|less|over)|factors? (?:of )?(?:about |nearly )?(?:{SMALL}|several|many|a (?:hundred|thousand))",
    rf"one (?:percent|per cent)|{TEENS}|(?:{SMALL}) [a-z]{{1,2}}\d{{2,4}}s",
    rf"(?:{SMALL})(?:[- ]\w+)? {NOUN}|(?<!per )(?:hundreds?|thousands?|millions?|billions?|trillions?|dozens?|orders? of magnitude)",
    r"(?<!at )most(?=[ -]\w)(?! recent| likely| important| often| relevant| \w+ly\b)|mostly|(?:vast )?majority|minority|the (?:\w+ )?bulk|bulk of|lion's share"
    r"|(?:nearly|almost|virtually) (?:all|every|none|the (?:whole|entire))",
    rf"(?:{SIZED})i?(?:er|est)(?![ -](?:end|bound|limit|case|education)\b)(?<!no longer)(?<!to lower)",
    rf"(?:more|less|fewer)(?: \w+){{0,2}} than(?! once)|(?:far|much|even|still|considerably|slightly) (?:more|less|fewer)|(?:{SPENT}) (?:more|less|fewer)",
]
COUNTER = r"(?:장|개국|개월|개|대|곳|기|건|나라|명(?!령)|회사|기업|회|번(?!째)|달러|원|년|해|달|주일|주|시간(?!대)|일|사람)(?![가-힣]*당)"
PARTICLE = r"(?=[을를이가은는의도만과와에로다씩였쯤]|(?![가-힣]))"
ONES = "한|두|세|네|다섯|여섯|일곱|여덟|아홉"
NATIVE = (
    f"두|세|네|두어|두세|서너|너덧|네댓|대여섯|예닐곱|일고여덟|다섯|여섯|일곱|여덟|아홉|스무|(?:열|스물|서른|마흔|쉰|예순|일흔|여든|아흔)(?:{ONES})?"
    "|수십|수백|수천|수만|수억|몇십|몇백|몇천|몇만"
)
ADJECTIVE = (
    "(?:저렴|싸|싼|쌀|쌌|비싸|비싼|비쌀|비쌌|크|큰|클|커|컸|작|많|적|빠르|빠른|빨|느리|느린|느려|느렸|높|낮|길|긴|짧|넓|좁|무겁|무거|가볍|가벼)"
)
KOREAN = [
    r"절반|반값|반\s?토막|갑절|곱절|반의\s?반|(?<![가-힣])반(?:으로| 이상| 이하| 넘)",
    r"(?<![가-힣])[일이삼사오육칠팔구십백천만억조]+ ?(?:배(?![가-힣])|배[로가의다]|퍼센트|달러|원(?![가-힣])|위안)",
    rf"(?<![가-힣\d])(?!만일)(?:[일이삼사오육칠팔구십백천만억조]{{2,}}|[십백천만]) (?:{COUNTER}|불){PARTICLE}|(?<![가-힣])[삼오육칠팔구] (?:년|개월){PARTICLE}",
    r"(?<![가-힣])(?:한|두|세|네|몇|여러) ?자릿수|압도(?:적|하|한|했)",
    rf"(?<![가-힣])(?:{NATIVE}|수|몇|여러) ?(?:배|곱)(?!인지|인가|나|우|포|치|럭|경|출|분|관|급|송|터|선|당|셈|하)|배로 (?:늘|불|뛰|커|오르|올랐)",
    r"\d+ ?분의 ?\d+|(?<![가-힣])[이삼사오육칠팔구십백천만]+ ?분의 ?[일이삼사오육칠팔구]",
    r"대부분|대다수|과반|태반|(?<![가-힣])거의 (?:모두|모든|전부|다(?![가-힣]))",
    rf"(?<![가-힣])(?:{NATIVE}) {COUNTER}|(?<![가-힣])수(?:십|백|천|만|억|조) ?(?:만|억|조)",
    rf"(?<![가-힣])(?:더|더욱|훨씬|훨씬 더|가장|제일) {ADJECTIVE}|(?<=[가-힣A-Za-z0-9)’”{ROLE}])보다 (?:더 |훨씬 |훨씬 더 )?{ADJECTIVE}",
    r"(?<![가-힣])덜 (?:들|든|드|쓰|쓴|써|썼|걸|싸|비싸)|(?<![가-힣])(?:최다|최저가|최고가)(?![가-힣]*당)",
]


def _pattern(parts, flags=0):
    return re.compile("|".join(f"(?:{part})" for part in parts), flags)


NAME = _pattern(NAMES)
WORDS = {"en": _pattern([rf"(?<![\w-])(?:{part})(?![\w])" for part in ENGLISH], re.IGNORECASE), "ko": _pattern(KOREAN)}
# What an excuse must hold: of "67B와" the number, not its particle; of "5 million tokens" the amount.
CORE = re.compile(rf".*{DIGIT}[A-Za-z%만억조]*(?:\s(?:hundred|thousand|[mb]illion|trillion))*|.*", re.DOTALL)
FRACTIONS = re.compile(r"\d+\s?분의\s?\d+")  # a number word in digits: left to WORDS, so that a guard may hold it


# The rules


def typed_digits(text, math=False, known=frozenset()):
    """(offset, words) of each number in a text that belongs to no name and no date; known: names that the data has.

    >>> [words for _, words in typed_digits("In March 2025 H100은 80GB였고 R1 took 5 days")]
    ['80GB였고', '5 days']
    """
    text = _one_line(text)
    for pattern in (*([SUBSCRIPT] if math else []), NAME, MIXED, FRACTIONS):
        text = pattern.sub(lambda match: match[0] if pattern is MIXED and _no_name(match, known) else ROLE * len(match[0]), text)
    outside = f"[^\\s{ROLE}{CODE}{GUARD}]"
    for match in re.finditer(rf"(?:{outside}*{DIGIT}{outside}*[만억조]\s)*{outside}*{DIGIT}{outside}*(?:\s{COUNTED})*", text):
        words = match[0].strip(".,;:()[]“”‘’\"'")
        yield match.start() + match[0].index(words), words


def _one_line(text):
    return re.sub(r"\s", " ", text)  # as long as before, so that offsets keep


def _no_name(match, known):
    """Whether letters with digits are no name after all: "top-5", "x10", "A5.58M"; a name has a capital, or is like o1 or v2."""
    letters, after = match[1].rpartition("-")[2], match.string[match.end() :]
    if letters in NOT_A_NAME or (letters not in ("o", "v") and letters.islower()) or AMOUNT.search(match[0]) or SCALED.match(after):
        return True
    odd = UNUSUAL.search(match[0]) or ("." in match[0] and after.startswith("만"))
    return bool(odd) and match[0].rstrip(".").casefold() not in known


def known_names(root):
    """Words with digits in the names and labels of the data, in small letters: what may be a name however it looks."""
    sheets = [Sheet(path, root) for path in [*sorted((root / "data" / "terms").glob("*.csv")), *(root / "data").glob("columns.csv")]]
    labels = [text for sheet in sheets for _, row in sheet.lines for column, text in row.items() if text and column.startswith(("name", "label_"))]
    return frozenset(word.casefold() for label in labels for word in re.findall(r"[\w.-]*\d(?:[\w.-]*\w)?", label, re.ASCII))


def number_words(text, lang):
    """(offset, words) of each word or phrase of a text that says how much.

    >>> [words for _, words in number_words("Half of it is no longer cheaper than most chips.", "en")]
    ['Half', 'cheaper', 'most']
    """
    return [(match.start(), match[0]) for match in WORDS[lang].finditer(_one_line(text))]


def _found(passage, known=frozenset()):
    """(offset, words, what to do) of everything typed in a passage, an amount once."""
    roles = passage.kind not in ("term", "reason") and not passage.place.startswith("README")
    ask = "ask for it with " + ("{name}" if passage.kind == "words" else "{num}`name`") if roles else "no role can stand here: say it without"
    digits = list(typed_digits(passage.text, passage.kind == "math", known))
    for offset, words in digits:
        yield offset, words, f"a typed number; {ask}; if it is a name, no label in data/terms has it; if a date, analysis/book/prose.py lacks its pattern"
    if passage.kind not in ("guard", "math", "claim"):  # a claim's words are what another said
        guard = "guard it with {if}`name < number|words|other words`, ask for a number" if roles and passage.kind != "words" else "say it without"
        for offset, words in number_words(passage.text, passage.lang):
            if not any(start <= offset < start + len(amount) for start, amount in digits):
                yield offset, words, f"says how much; {guard}, or excuse it in {ALLOWED} with a reason"


def read_allowed(root):
    """(entries, problems) of the allow-list: entries are (line, words, lang); at most twenty, each wider than a number word."""
    path, entries, problems, seen = root / ALLOWED, [], [], set()
    if not path.exists():
        return entries, problems
    sheet = Sheet(path, root, ("words", "lang", "reason"))
    for line, row in sheet.lines:
        words, lang = row["words"].strip(), row["lang"]
        sheet.one_of(line, row, "lang", tuple(WORDS))
        if len(row["reason"].split()) < 3:
            sheet.wrong(line, "reason", row["reason"], "a sentence that says why these words are no typed number")
        if (words, lang) in seen or any(found == words for _, found in [*typed_digits(words), *(number_words(words, lang) if lang in WORDS else ())]):
            sheet.wrong(line, "words", words, "a phrase of its own, wider than the number word itself, so that it excuses one use and not all")
        seen.add((words, lang))
        entries.append((line, words, lang))
    if len(entries) > MOST_ALLOWED:
        sheet.problems.append(f"{sheet.place}:{entries[MOST_ALLOWED][0]}: {len(entries)} entries, more than {MOST_ALLOWED}: guard or re-write instead")
    return entries, sheet.problems


def _spans(text, words):
    return [match.span() for match in re.finditer(r"\s+".join(map(re.escape, words.split())), text)] if words else []


def check_passages(found, allowed=(), known=frozenset()):
    """Problems in some passages as `file:line: 'words' (context): what to do`, and the entries of the allow-list that they used."""
    problems, used = [], set()
    for passage in found:
        spans = [(*span, entry) for entry in allowed if entry[2] == passage.lang for span in _spans(passage.text, entry[1])]
        for offset, words, do in _found(passage, known):
            last = offset + len(CORE.match(words)[0])
            excuses = {entry for start, end, entry in spans if start <= offset and last <= end}
            used |= excuses
            if not excuses:
                problems.append(f"{passage.at(offset)}: '{words}' ({_context(passage.text, offset, words)}): {do}")
    return problems, used


def _context(text, offset, words):
    start, end = max(0, offset - 24), offset + len(words) + 24
    cut = re.sub(f"[{ROLE}{CODE}{GUARD}]", "_", " ".join(text[start:end].split()))
    return f"{'…' * (start > 0)}{cut}{'…' * (end < len(text))}"


def problems(root, results=None):
    """Everything typed in the prose of a project folder, and what is wrong with its allow-list.

    With `results`, what a README quotes below an example sentence is compared with what that sentence says; without them such a
    quote counts as typed.
    """
    allowed, wrong = read_allowed(root)
    excused, differing = quoted_examples(root, results)
    found = [passage for passage in passages(root) if (passage.place, passage.line) not in excused]
    typed, used = check_passages(found, allowed, known_names(root))
    idle = [f"{ALLOWED}:{line}: nothing says '{words}' any more; delete the line" for line, words, lang in allowed if (line, words, lang) not in used]
    return [*wrong, *differing, *typed, *idle]


def quoted_examples(root, results):
    """(places of quotes that are checked, problems): a quote below a ```markdown example says what its roles say today."""
    places, wrong = set(), []
    for name in ("README.md", "README.ko.md"):
        path = root / name
        if results is None or not path.exists():
            continue
        for match in re.finditer(r"^```markdown\n(.*?)\n```\n\n((?:> [^\n]*\n?)+)", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
            line = match.string.count("\n", 0, match.start(2)) + 1
            said = _say(results, match[1])
            places.add((name, line))
            if " ".join(said.split()) != " ".join(match[2].replace("> ", "").split()):
                wrong.append(f"{name}:{line}: the example above says now: {said}")
    return places, wrong


def _say(results, text):
    lang = "ko" if re.search("[가-힣]", text) else "en"
    return re.sub(r"\{(\w+)\}`([^`]*)`", lambda match: say_role(results, match[1], match[2], lang)[1], text)
