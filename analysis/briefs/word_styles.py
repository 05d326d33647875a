"""What Word needs to know beside the words: page, typefaces, styles, languages; and an archive without a clock."""

import datetime
import io
import zipfile

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles import BabelFish

from analysis.briefs.room import ENDS, GAP, SIDES, STYLES

FACES = {"en": ("Arial", "Malgun Gothic"), "ko": ("Malgun Gothic", "Malgun Gothic")}  # of Latin and of Korean letters: Word brings both
CODES = {"en": "en-US", "ko": "ko-KR"}
INK, QUIET, MARK, ALARM = (RGBColor.from_string(colour) for colour in ("1B1B1B", "555B63", "0B5CAD", "B4540A"))
RULE = "DFE2E6"
UNUSED = {"thumbnail", "extended-properties", "customXml", "stylesWithEffects", "numbering", "webSettings"}  # kinds of parts
EARLIEST = (1980, 1, 1, 0, 0, 0)  # what an archive says where there is no date


def empty(brief):
    """A document of one A4 page in the brief's language, its styles set, dated as the edition is."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(SIDES)
    page.top_margin = page.bottom_margin = Mm(ENDS)
    page.header_distance = page.footer_distance = Mm(5)
    _defaults(document, brief.lang)
    for name, look in STYLES.items():
        _style(document, name, look, brief.lang)
    _table_style(document)
    _bare(document)
    about, day = document.core_properties, datetime.datetime.fromisoformat(brief.as_of)
    about.title, about.author, about.language, about.last_modified_by = f"{brief.title} – {brief.work}", brief.work, CODES[brief.lang], brief.work
    about.subject, about.comments, about.created, about.modified = brief.edition, brief.mark, day, day
    return document


def _bare(document):
    """Take out what the library's own template brings along and no brief uses: its picture and data, lists, and styles."""
    for relations in (document.part.package.rels, document.part.rels):
        for key in [key for key, one in relations.items() if one.reltype.rpartition("/")[2] in UNUSED]:
            del relations[key]
    kept = {"Default Paragraph Font", "Normal Table", "No List", "Brief Table", *STYLES}
    for style in [one for one in document.styles.element.findall(qn("w:style")) if one.name_val not in {BabelFish.ui2internal(name) for name in kept}]:
        document.styles.element.remove(style)
    document.settings.element.find(qn("w:compat")).insert(0, _element("w:noColumnBalance"))  # columns end where they are broken


def _element(tag, **attributes):
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def _defaults(document, lang):
    """Language, typefaces and size of all text: Korean for Hangul everywhere, and for Latin letters in a Korean brief."""
    styles = document.styles.element
    for properties in [*styles.iter(qn("w:rPrDefault"))]:
        inner = properties.find(qn("w:rPr"))
        for old in inner.findall(qn("w:lang")):
            inner.remove(old)
        inner.append(_element("w:lang", val=CODES[lang], eastAsia="ko-KR", bidi="ar-SA"))
        _faces(inner.get_or_add_rFonts(), lang)
        for size in [*inner.findall(qn("w:sz")), *inner.findall(qn("w:szCs"))]:
            size.set(qn("w:val"), str(round(2 * STYLES["Normal"].points)))
    settings = document.settings.element
    for old in settings.findall(qn("w:themeFontLang")):
        old.set(qn("w:val"), CODES[lang])
        old.set(qn("w:eastAsia"), "ko-KR")


def _style(document, name, look, lang):
    styles = document.styles
    style = styles[name] if name in [one.name for one in styles] else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if name != "Normal" and not name.startswith("Heading"):
        style.base_style = styles["Normal"]
    style.font.size, style.font.bold, style.font.italic = Pt(look.points), look.bold, False
    style.font.color.rgb = QUIET if name == "Small" else INK
    _faces(style.element.get_or_add_rPr().get_or_add_rFonts(), lang)
    for link in style.element.findall(qn("w:link")):
        style.element.remove(link)  # to a style of characters in the colours of Word
    shape = style.paragraph_format
    shape.space_before, shape.space_after, shape.keep_with_next = Pt(look.before), Pt(look.after), name.startswith("Heading")
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY if look.line else WD_LINE_SPACING.SINGLE
    if look.line:
        shape.line_spacing = Pt(look.line)


def _faces(fonts, lang):
    """Typefaces by name, in the place of those of a theme."""
    fonts.attrib.clear()
    latin, korean = FACES[lang]
    for kind, face in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", korean)):
        fonts.set(qn(f"w:{kind}"), face)


def _table_style(document):
    """Lines between rows, nothing else."""
    style = document.styles.add_style("Brief Table", WD_STYLE_TYPE.TABLE)
    properties = _element("w:tblPr")
    borders = _element("w:tblBorders")
    for side in ("bottom", "insideH"):
        borders.append(_element(f"w:{side}", val="single", sz=4, space=0, color=RULE))
    margins = _element("w:tblCellMar")
    for side, room in (("top", 28), ("left", 0), ("bottom", 28), ("right", 120)):
        margins.append(_element(f"w:{side}", w=room, type="dxa"))
    properties.extend([borders, margins])
    style.element.append(properties)


def header_row(table, title):
    """Say which row holds the heads, and what the table is, to who cannot see it."""
    table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    table._tbl.tblPr.append(_element("w:tblCaption", val=title))


def border(paragraph, colour):
    """A frame around a paragraph."""
    frame = _element("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        frame.append(_element(f"w:{side}", val="single", sz=6, space=4, color=colour))
    paragraph._p.get_or_add_pPr().insert_element_before(frame, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def in_columns(document, count):
    """Begin a part of the page that is set in columns; the paragraph that ends the one before takes little room."""
    shape = document.add_section(WD_SECTION.CONTINUOUS)._sectPr
    document.paragraphs[-1].style = "End"
    for old in shape.findall(qn("w:cols")):
        shape.remove(old)
    shape.insert_element_before(_element("w:cols", num=count, space=round(GAP * 56.7)), "w:docGrid")


def fixed(document):
    """The bytes of a document, whose archive says no date."""
    made, out = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as read, zipfile.ZipFile(out, "w") as written:
        for one in read.infolist():
            entry = zipfile.ZipInfo(one.filename, EARLIEST)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            written.writestr(entry, read.read(one))
    return out.getvalue()
