"""What a range may rest on: a source that is named, or a mechanism in words of its own."""

import re

LEAST = 2  # words that say something; fewer name no mechanism
GOOD = "a source or a mechanism where spread is 'range', such as 'Epoch AI: lowest and highest listing' or 'Rounding to the thousand printed'"
# Words of guessing and filler: what is left of a basis without them must say something. A stem stands for all its forms.
STEMS = (
    "assum|guess|estimat|judg|opinion|expert|expect|belie|plausib|seem|sensibl|likel|probab|possib|typical|usual|arbitrar|conservativ|generous|cautio"
    "|approximat|rough|uncertain|unknown|unclear|tentativ|provisional|placeholder|intuit|consensus"
    "|가정|추정|추측|짐작|어림|대략|전문가|저자|우리|판단|의견|합리|그럴듯|일반적|통상|불확실|범위|구간|값|정도|모름"
)
WORDS = (
    "about accepted an and any around as at author authors ballpark based be best better both broad by can case common could determined double each either"
    " educated experience fair feel figure finger for from good half have here hunch in industry interval is it its just magnitude margin may mere might"
    " minus my no none nor normal not number of on or order our ours own percent personal plain plus put range reason reasonable reasonably reasoned right rule"
    " safe say see sense set should so some such tbd than that the their there third this thought thumb to todo twice us value very was way we were wide widely"
    " wild with without would"
)
EMPTY = re.compile(rf"(?:{STEMS})\w*|{'|'.join(WORDS.split())}")


def founded(row, sources):
    """Whether a row's basis names a source, or at least two words that are no filler, nor parts of the row's own name."""
    named = [name for key, source in sources.items() for name in (key, source["author"], source["publisher"]) if name]
    if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", row.basis) for name in named):
        return True
    words = set(re.findall(r"[^\W\d_]\w+", row.basis.lower())) - set(re.split(r"[_.]", row.name))
    return sum(not EMPTY.fullmatch(word) for word in words) >= LEAST


def basis_problems(catalogue):
    """Ranges that rest on nothing, as `file:line: column …`."""
    for name, row in catalogue.leaves().items():
        if row.spread == "range" and isinstance(row.value, float) and not founded(row, catalogue.sources):
            column = f"{name.partition('.')[0]}_basis" if "." in name else "basis"
            yield f"{row.where}: column '{column}': '{row.basis}': expected {GOOD}"
