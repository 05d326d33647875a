"""Words for a number that has no value, and for what an interval leaves out or why there is none."""

MOST_DIGITS = 3  # of an interval, however exactly its number is known
NO_BREAK = "\u00a0"
STATES = {
    "missing": {"en": "not disclosed", "ko": "공개되지 않음"},
    "left_empty": {"en": "left empty in your table", "ko": "직접 만든 표에서 비워 둠"},
    "impossible": {"en": "impossible", "ko": "불가능"},
    "never": {"en": "never", "ko": "도달하지 않음"},
}
RANGE = {
    "interval": {"en": "90% interval {0}", "ko": "90% 구간 {0}"},
    "and": {"en": ", {0}", "ko": ", {0}"},
    "none": {"en": "no interval: {0}", "ko": "구간 없음: {0}"},
    "exact": {"en": "taken as exact", "ko": "정확한 값으로 둠"},
    "unknown": {"en": "the error of ‘{0}’ is unknown", "ko": "‘{0}’의 오차를 모름"},
    "fixed": {"en": "inputs of unknown spread held fixed: {0}", "ko": "오차를 몰라 고정한 입력값 {0}개"},
    "infinite": {"en": "impossible in part of it", "ko": "일부는 불가능"},
}
