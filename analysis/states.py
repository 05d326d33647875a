"""Words for a number that has no value, for what an interval leaves out or why there is none, and for how sure a number is."""

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
    "exact": {"en": "without an interval", "ko": "구간을 두지 않음"},
    "unknown": {"en": "the error of ‘{0}’ is unknown", "ko": "‘{0}’의 오차를 모름"},
    "fixed": {"en": "inputs of unknown spread held fixed: {0}", "ko": "오차를 몰라 고정한 입력값 {0}개"},
    "infinite": {"en": "impossible in part of it", "ko": "일부는 불가능"},
}
SURE = {
    "near": {"en": "sure", "ko": "확실"},
    "middle": {"en": "fairly sure", "ko": "대체로 확실"},
    "far": {"en": "unsure", "ko": "불확실"},
    "open": {"en": "open", "ko": "알 수 없음"},
    "exact": {"en": "rests on {0}", "ko": "근거: {0}"},
    "cause": {"en": "; the largest doubt: ‘{0}’", "ko": ", 가장 큰 변수는 ‘{0}’"},
}
WEAKEST = {
    "assumption": {"en": "an assumption of this book", "ko": "이 책의 가정"},
    "secondary": {"en": "reports and estimates of others", "ko": "보도·제삼자 추정"},
    "dataset": {"en": "collected data", "ko": "수집 자료"},
    "primary": {"en": "what those concerned published", "ko": "당사자 발표"},
    "derived": {"en": "a definition", "ko": "정의"},
}
