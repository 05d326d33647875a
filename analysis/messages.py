"""What the program says when it refuses something, in both languages."""

import re

from analysis.core.wording import with_particle

MESSAGES = {
    "unknown_name": (
        "There is no number named '{name}' (received: {value}).{near}",
        "‘{name}’[이라/라]는 입력값은 없습니다(받은 값: {value}).{near}",
    ),
    "column": (
        "'{name}' is a column (received: {value}): name one of its cells, {allowed}.",
        "‘{name}’[은/는] 열 이름입니다(받은 값: {value}). 칸을 지정하십시오: {allowed}.",
    ),
    "file_in_the_way": ("--out: '{value}' is a file. Give a folder.", "--out: ‘{value}’[은/는] 파일입니다. 폴더를 지정하십시오."),
    "unknown_number": ("There is no number named '{name}'.{near}", "‘{name}’[이라/라]는 수치는 없습니다.{near}"),
    "unknown_target": (
        "There is no number, page or figure named '{name}'.{near} Figures are named by page and place: {example}.",
        "‘{name}’[이라/라]는 수치, 페이지, 그림은 없습니다.{near} 그림은 페이지와 자리로 부릅니다: {example}.",
    ),
    "own_numbers": (
        "What rests on replaced values ({name}) is your own calculation and has no official citation. Cite the book without --set, --table and --scenario, and say what you changed.",
        "값을 바꿔({name}) 계산한 결과는 공식으로 인용할 수 없습니다. --set, --table, --scenario 없이 이 책을 인용하고 무엇을 바꾸었는지 밝히십시오.",
    ),
    "unknown_style": ("There is no style '{name}'.{near} Allowed: {allowed}.", "‘{name}’[이라/라]는 인용 양식은 없습니다.{near} 허용: {allowed}."),
    "near": (" Did you mean '{word}'?", " ‘{word}’[을/를] 찾으셨습니까?"),
    "not_a_row": (
        "'{name}' is computed, not set (received: {value}). Set what it rests on: {allowed}.",
        "‘{name}’[은/는] 계산한 값이라 바꿀 수 없습니다(받은 값: {value}). 다음 입력값을 바꾸십시오: {allowed}.",
    ),
    "not_a_number": (
        "{name}: '{value}' is not a number. Allowed: {allowed}.",
        "{name}: ‘{value}’[은/는] 수가 아닙니다. 허용: {allowed}.",
    ),
    "comma": (
        "{name}: '{value}' holds a comma. Write {hint}. Allowed: {allowed}.",
        "{name}: ‘{value}’에 쉼표가 있습니다. {hint}[으로/로] 쓰십시오. 허용: {allowed}.",
    ),
    "yaml_exponent": (
        "{name}: '{value}' is text in YAML. Write {hint}. Allowed: {allowed}.",
        "{name}: YAML은 ‘{value}’[을/를] 글자로 읽습니다. {hint}[으로/로] 쓰십시오. 허용: {allowed}.",
    ),
    "empty": ("{name}: no value was given. Allowed: {allowed}.", "{name}: 값이 비어 있습니다. 허용: {allowed}."),
    "not_finite": (
        "{name}: '{value}' is not a finite number. Allowed: {allowed}.",
        "{name}: ‘{value}’[은/는] 유한한 수가 아닙니다. 허용: {allowed}.",
    ),
    "wrong_type": (
        "{name}: a {type} was given ({value}). Allowed: {allowed}.",
        "{name}: {type} 형식의 값을 받았습니다({value}). 허용: {allowed}.",
    ),
    "wrong_unit": (
        "{name}: the unit '{unit}' of '{value}' is not {expected}.{near} Allowed: {allowed}.",
        "{name}: ‘{value}’의 단위 ‘{unit}’[은/는] {expected} 단위가 아닙니다.{near} 허용: {allowed}.",
    ),
    "out_of_bounds": (
        "{name}: {value} is out of bounds. Allowed: {allowed}.",
        "{name}: {value}[은/는] 범위를 벗어났습니다. 허용: {allowed}.",
    ),
    "bad_range": (
        "{name}: '{value}' is no range around its value: write it as 3 (2.5 to 4). Allowed: {allowed}.",
        "{name}: ‘{value}’[은/는] 값을 둘러싼 구간이 아닙니다. 3 (2.5 to 4)처럼 쓰십시오. 허용: {allowed}.",
    ),
    "bad_date": (
        "{name}: '{value}' is not a date. Allowed: a date such as 2026-11-21.",
        "{name}: ‘{value}’[은/는] 날짜가 아닙니다. 허용: 2026-11-21과 같은 날짜.",
    ),
    "no_id": (
        "table {table} needs a column of that name and at least one line. Allowed: {allowed}.",
        "{table} 표에는 이 열과 한 줄 이상이 있어야 합니다. 허용: {allowed}.",
    ),
    "bad_file": ("The file cannot be read as a table: {problem}.", "표로 읽을 수 없는 파일입니다: {problem}."),
    "half_range": (
        "a range needs its value and both ends: {column}, {column}_low and {column}_high.",
        "구간에는 값과 양 끝이 모두 있어야 합니다: {column}, {column}_low, {column}_high.",
    ),
    "bad_year": ("'{value}' is not a year. Allowed: a year such as 2026.", "‘{value}’[은/는] 연도가 아닙니다. 허용: 2026과 같은 연도."),
    "late": (
        "'{value}' lies after the end of {allowed}, the target: what is known is no forecast. Allowed: a date up to the end of {allowed}.",
        "‘{value}’[은/는] 목표인 {allowed}년이 끝난 뒤입니다. 이미 안 것은 전망이 아닙니다. 허용: {allowed}년 말까지의 날짜.",
    ),
    "early": (
        "'{value}' is no later than {allowed}, the start: nothing can grow in no time. Allowed: a year after {allowed}.",
        "‘{value}’[은/는] 시작인 {allowed}년보다 늦지 않습니다. 허용: {allowed}년 뒤의 연도.",
    ),
    "twin": (
        "'{value}' has the scope and the year of '{name}': of one outcome there is one line. Use the id '{name}' to replace it.",
        "‘{value}’[은/는] ‘{name}’[과/와] 범위와 연도가 같습니다. 실제 값은 하나만 둘 수 있으니 바꾸려면 id ‘{name}’[을/를] 쓰십시오.",
    ),
    "bad_word": ("'{value}' is not one of the words of this column.{near} Allowed: {allowed}.", "‘{value}’[은/는] 이 열에 쓰는 낱말이 아닙니다.{near} 허용: {allowed}."),
    "bad_flag": ("'{value}' is neither yes nor no. Allowed: yes, no.", "‘{value}’[은/는] yes도 no도 아닙니다. 허용: yes, no."),
    "duplicate": (
        "'{name}' is given more than once ({value}). Give it once.",
        "‘{name}’ 값을 두 번 이상 받았습니다({value}). 한 번만 쓰십시오.",
    ),
    "no_equals": (
        "'{value}' is not of the form name=value, for example {example}.",
        "‘{value}’[은/는] 이름=값 꼴이 아닙니다. 예: {example}.",
    ),
    "unknown_scenario": (
        "There is no scenario '{name}'.{near} Allowed: {allowed}.",
        "‘{name}’[이라/라]는 시나리오는 없습니다.{near} 허용: {allowed}.",
    ),
    "unknown_table": (
        "There is no table '{name}' (received: {value}).{near} Allowed: {allowed}.",
        "‘{name}’[이라/라]는 표는 없습니다(받은 값: {value}).{near} 허용: {allowed}.",
    ),
    "no_file": ("{name}: cannot read the file '{value}'.", "{name}: 파일 ‘{value}’[을/를] 읽을 수 없습니다."),
    "table": (
        "{place}, column '{column}': {problem}",
        "{place}, 열 ‘{column}’: {problem}",
    ),
    "unknown_column": (
        "table {table} has no column of that name.{near} Allowed: {allowed}.",
        "{table} 표에 그런 열은 없습니다.{near} 허용: {allowed}.",
    ),
    "empty_needed": (
        "the new line '{line}' needs a value here: {needed} uses it.{near} Lines that show one: {shown}. Allowed: {allowed}.",
        "새 줄 ‘{line}’에는 이 값이 있어야 합니다({needed} 계산에 쓰입니다).{near} 이 값이 있는 줄: {shown}. 허용: {allowed}.",
    ),
    "empty_reference": (
        "the new line '{line}' needs a line of table {table} here.{near} Allowed: {allowed}.",
        "새 줄 ‘{line}’에는 표 {table}의 줄 이름이 있어야 합니다.{near} 허용: {allowed}.",
    ),
    "no_lines": ("{value} holds no chip: a header and at least one line are needed.", "{value}에 칩이 없습니다. 열 이름 줄과 칩 한 줄 이상이 있어야 합니다."),
    "contradiction": (
        "'{line}' contradicts itself: {parts} ({given}) cannot be more than {whole} ({most}).",
        "‘{line}’ 줄은 앞뒤가 맞지 않습니다. {parts}({given})[은/는] {whole}({most})보다 클 수 없습니다.",
    ),
    "idle": (
        "{name}: the cell is empty because nothing on this line needs it; setting it (received: {value}) would change no number.",
        "{name}: 이 줄에서는 쓰이지 않아 비워 둔 칸입니다. 값을 넣어도(받은 값: {value}) 달라지는 수치가 없습니다.",
    ),
    "bad_id": (
        "'{value}' is no id. Allowed: lower-case letters, digits and single underscores.",
        "‘{value}’[은/는] 식별자로 쓸 수 없습니다. 허용: 소문자, 숫자, 밑줄 하나.",
    ),
    "unknown_reference": (
        "'{value}' is no line of table {table}.{near} Allowed: {allowed}.",
        "‘{value}’[은/는] {table} 표에 없습니다.{near} 허용: {allowed}.",
    ),
    "no_korean": ("'{value}' has no Korean.{near} Add a line to {name}.", "‘{value}’에 한국어 문장이 없습니다.{near} {name}에 한 줄을 더하십시오."),
    "idle_korean": ("'{value}' is said by no function and no note.{near} Change or remove the line.", "‘{value}’[을/를] 말하는 함수나 비고가 없습니다.{near} 이 줄을 고치거나 지우십시오."),
    "fails": (
        "with these values the calculation fails: {problem}",
        "이 값으로는 계산할 수 없습니다: {problem}",
    ),
    "unknown_language": ("There is no language '{name}'. Allowed: {allowed}.", "‘{name}’[이라/라]는 언어는 없습니다. 허용: {allowed}."),
    "unknown_edition": ("There is no edition '{name}'.{near} Allowed: {allowed}.", "‘{name}’[이라/라]는 판은 없습니다.{near} 허용: {allowed}."),
    "no_edition": ("There is no edition '{name}': none is frozen yet, and draft are the numbers as they are now. The first is frozen by: python -m analysis edition {example}", "‘{name}’[이라/라]는 판은 없습니다. 아직 확정한 판이 없고, draft는 지금 수치입니다. 첫 판은 다음 명령으로 확정합니다: python -m analysis edition {example}"),
    "edition_form": ("'{value}' is no name of an edition. Allowed: year and month, such as {example}.", "‘{value}’[은/는] 판 이름이 아닙니다. 허용: {example}처럼 연도와 달."),
    "edition_exists": ("Edition {name} is frozen: it is never changed. Give a later month.", "{name}판은 이미 확정되어 바꿀 수 없습니다. 그 뒤의 달을 쓰십시오."),
    "edition_order": ("Edition {name} would come before {value}, the newest. Give a later month.", "{name}판은 가장 새로운 {value}판보다 앞섭니다. 그 뒤의 달을 쓰십시오."),
    "no_git": ("{value} is not the root of a git repository, or git is not installed: editions are kept by git.", "{value}[은/는] git 저장소의 최상위 폴더가 아니거나 git이 없습니다. 판은 git에 보관합니다."),
    "git_failed": ("git {name} failed: {value}", "git {name} 명령이 실패했습니다: {value}"),
    "dirty_tree": ("What is frozen must be committed, and these files are not: {value}. Commit them, then freeze {name}.", "확정할 내용은 모두 커밋되어 있어야 합니다. 커밋되지 않은 파일: {value}. 커밋한 뒤 {name}판을 확정하십시오."),
    "tag_exists": ("There is a tag '{name}', and no edition of that name.", "‘{name}’ 태그가 이미 있지만 그런 이름의 판은 없습니다."),
    "branch_missing": ("The branch published lacks {name}, which data/editions holds. Fetch it: git fetch origin published:published", "data/editions에 있는 {name}판이 published 브랜치에 없습니다. 다음 명령으로 받으십시오: git fetch origin published:published"),
    "results_missing": ("Edition {name} is on the branch published, and data/editions lacks it. Write it there: python -m analysis edition {name}", "published 브랜치에 있는 {name}판이 data/editions에 없습니다. 다음 명령으로 쓰십시오: python -m analysis edition {name}"),
    "branch_moved": ("The branch published or the tag was changed meanwhile; nothing was published: {value}", "그사이 published 브랜치나 태그가 바뀌어 아무것도 공표하지 않았습니다: {value}"),
    "altered": ("Edition {name} is not what was frozen: {value} differs.", "{name}판이 확정한 그대로가 아닙니다. 다른 파일: {value}."),
    "no_address": (
        "{name}: left out. The site has no address that could have been read on a day until html: baseurl: in _config.yml says it.",
        "{name}: 적지 않았습니다. _config.yml의 html: baseurl:에 사이트 주소가 있어야 접속일을 적습니다.",
    ),
    "renamed": ("'{old}' is now called '{name}'.", "‘{old}’의 이름은 이제 ‘{name}’입니다."),
    "head": ("Nothing was computed or written.", "아무것도 계산하거나 쓰지 않았습니다."),
}
LANGUAGES = ("en", "ko")
GRADING = {
    "primary": {"en": "primary", "ko": "1차 자료"},
    "dataset": {"en": "dataset", "ko": "데이터셋"},
    "secondary": {"en": "secondary", "ko": "2차 자료"},
    "derived": {"en": "derived", "ko": "유도"},
    "assumption": {"en": "assumption", "ko": "가정"},
    "exact": {"en": "exact", "ko": "정확"},
    "range": {"en": "range", "ko": "구간"},
    "unknown": {"en": "spread unknown", "ko": "오차 모름"},
}


class Refusal(ValueError):
    """Something a reader gave cannot be used; `text(lang)` says what, what is allowed and what is near.

    >>> Refusal("unknown_scenario", name="dearer", near_word="dearer_rent", allowed="dearer_rent").text("en")
    "There is no scenario 'dearer'. Did you mean 'dearer_rent'? Allowed: dearer_rent."
    """

    def __init__(self, code, near_word=None, **fields):
        super().__init__(code)
        self.code, self.near_word, self.fields = code, near_word, fields

    def text(self, lang="en"):
        """The refusal as one sentence or two in a language."""
        near = say("near", lang, word=self.near_word) if self.near_word else ""
        fields = {key: value.text(lang) if isinstance(value, (Refusal, Allowed)) else value for key, value in self.fields.items()}
        return say(self.code, lang, near=near, **fields)

    def __str__(self):
        return self.text("en")


class Refusals(ValueError):
    """Several refusals at once."""

    def __init__(self, refusals):
        super().__init__("refused")
        self.refusals = list(refusals)

    def text(self, lang="en"):
        """One line each."""
        return "\n".join(refusal.text(lang) for refusal in self.refusals)

    def __str__(self):
        return self.text("en")


def gather(function, items):
    """Call the function on every item; raise all refusals together."""
    done, refusals = [], []
    for item in items:
        try:
            done.append(function(item))
        except Refusals as several:
            refusals += several.refusals
        except Refusal as refusal:
            refusals.append(refusal)
    if refusals:
        raise Refusals(refusals)
    return done


class Told(str):
    """A problem of the data as English text, which knows its Korean too."""

    def __new__(cls, place, refusal):
        """From the place of a refusal and the refusal."""
        made = super().__new__(cls, f"{place}: {refusal.text('en')}")
        made.korean = f"{place}: {refusal.text('ko')}"
        return made


class Allowed:
    """What a number may be: bounds in the unit in which its row is written."""

    def __init__(self, low, high, unit):
        self.low, self.high, self.unit = low, high, unit

    def text(self, lang="en"):
        """For example `0.1 to 50 USD/GPU/hour`."""
        ends = [f"{end:.10g}" if isinstance(end, float) else end for end in (self.low, self.high)]
        words = {
            "en": ("a number", "{0} to {1}", "at least {0}", "at most {1}"),
            "ko": ("유한한 수", "{0}~{1}", "{0} 이상", "{1} 이하"),
        }[lang]
        which = (1 if ends[1] else 2) if ends[0] else (3 if ends[1] else 0)
        return words[which].format(*ends) + ("" if self.unit in ("1", "", "date") else f" ({self.unit})")


def say(code, lang, **fields):
    """One message in one language."""
    return settle(MESSAGES[code][LANGUAGES.index(lang)].format(**fields))


def settle(text):
    """Replace each `[을/를]` by the particle that the word before it asks for.

    >>> settle("‘임대료’[을/를]")
    '‘임대료’를'
    """
    while match := re.search(r"\[([가-힣]+/[가-힣]+)\]", text):
        text = _told(text[: match.start()], match[1]) + text[match.end() :]
    return text


def _told(word, pair):
    try:
        return with_particle(word, pair)
    except ValueError:  # what a reader typed may have no sound, as ‘???’
        return with_particle(word, pair, "표")
