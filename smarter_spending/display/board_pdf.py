"""A page of text as a PDF, one sheet of letter paper, the same bytes every time."""

from datetime import UTC, datetime, time
from importlib.util import find_spec
from pathlib import Path

from smarter_spending.display.results import Stamp

MARGIN, BODY = 18, 10.5


def page_pdf(title: str, text: str, stamp: Stamp) -> bytes:
    """A short Markdown text as a PDF.

    Bold and italic are kept; a line of dashes becomes a rule.

    Parameters
    ----------
    title : str
    text : str
        Markdown with paragraphs, ``**bold**`` and ``*italic*`` only.
    stamp : Stamp

    Returns
    -------
    bytes
        One page where the text fits one; the same text gives the same bytes.
    """
    from fpdf import FPDF

    pdf = FPDF(format="letter")
    pdf.set_creation_date(datetime.combine(stamp.as_of, time(), tzinfo=UTC))
    pdf.set_title(f"{title} · {stamp.district}")
    pdf.set_lang("en-US")
    fonts = Path(find_spec("matplotlib").origin).parent / "mpl-data/fonts/ttf"
    for style, file in (("", ""), ("B", "-Bold"), ("I", "-Oblique"), ("BI", "-BoldOblique")):
        pdf.add_font("DejaVu", style, fonts / f"DejaVuSans{file}.ttf")
    pdf.set_margins(MARGIN, MARGIN)
    pdf.add_page()
    pdf.set_font("DejaVu", "B", 17)
    pdf.multi_cell(0, 8, title, new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("DejaVu", "", 9)
    invented = " Invented district: no real district's figures." if stamp.invented else ""
    pdf.multi_cell(0, 5, f"{stamp.line}.{invented}", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(3)
    for paragraph in text.split("\n\n"):
        words = " ".join(paragraph.split())
        if words == "---":
            pdf.line(MARGIN, pdf.get_y(), pdf.w - MARGIN, pdf.get_y())
            pdf.ln(2)
            continue
        pdf.set_font("DejaVu", "", BODY)
        # fpdf2's own mark for italic is two underscores
        words = words.replace("**", "\0").replace("*", "__").replace("\0", "**")
        pdf.multi_cell(0, 5.6, words, markdown=True, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(2)
    pdf.set_font("DejaVu", "", 8)
    pdf.multi_cell(0, 4.5, stamp.made_from, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())
