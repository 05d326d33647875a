"""Words of the theme that have no Korean translation of their own, put in after Sphinx has written the pages."""

import re

KOREAN = {
    "Color mode": "화면 밝기",
    "Main": "주 메뉴",
    "Page": "이 페이지의 차례",
    "Version warning": "판 안내",
    "Dark": "어둡게",
    "Light": "밝게",
    "System Settings": "기기 설정대로",
    "Link to this heading": "이 제목의 주소",
    "Toggle primary sidebar": "차례 여닫기",
    "Toggle secondary sidebar": "이 페이지의 차례 여닫기",
    "next page": "다음 페이지",
    "previous page": "이전 페이지",
    "Back to top": "맨 위로",
    "Skip to main content": "본문으로 건너뛰기",
    "Toggle hidden content": "숨은 내용 여닫기",
}
SCRIPTS = {  # of copybutton.js and togglebutton.js: what opens the list of languages, and a word that knows none
    "const messages = {": "const messages = {\n  'ko': {'copy': '복사', 'copy_to_clipboard': '클립보드에 복사', 'copy_success': '복사했습니다', 'copy_failure': '복사하지 못했습니다'},",
    "Toggle hidden content": "숨은 내용 여닫기",
}
ATTRIBUTE = re.compile(r'\b(title|aria-label|data-bs-title)="([^"]+)"')
TEXT = re.compile(r">(\s*)(Back to top|Skip to main content|System Settings|Light|Dark)(\s*)<")


def in_korean(html):
    """A page with the theme's English words replaced.

    >>> in_korean('<a title="next page">3</a>')
    '<a title="다음 페이지">3</a>'
    """
    html = ATTRIBUTE.sub(lambda match: f'{match[1]}="{KOREAN.get(match[2], match[2])}"', html)
    return TEXT.sub(lambda match: f">{match[1]}{KOREAN[match[2]]}{match[3]}<", html)


def in_korean_script(script):
    """A script of the theme that says Korean words as well, or instead.

    >>> in_korean_script('aria-label="Toggle hidden content"')
    'aria-label="숨은 내용 여닫기"'
    """
    for english, korean in SCRIPTS.items():
        script = script if korean in script else script.replace(english, korean)
    return script


def translate(folder):
    """Replace them in every page and script of a folder; unchanged files stay untouched."""
    pages = [(path, in_korean) for path in sorted(folder.rglob("*.html"))]
    for path, translated in [*pages, *((path, in_korean_script) for path in sorted(folder.glob("_static/*button.js")))]:
        before = path.read_text(encoding="utf-8")
        after = translated(before)
        if after != before:
            path.write_text(after, encoding="utf-8")
