"""Add to the PDF what the drawing library cannot: signature fields, the attached journal, the marks of PDF/A-3.

Both fields exist before the first signature: adding one later would change a signed paper. Signing the chair's field
locks all fields.
"""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name

from meeting.paper.colour import srgb_profile
from meeting.paper.fonts import fit
from meeting.paper.manuscript import Manuscript
from meeting.paper.signatures import Places

ATTACHMENT = "nhat-ky.jsonl"
"""The file name of the attached journal."""
_PRINTED = 4  # annotation flag: print


def producer(form: int) -> str:
    """Return the PDF's `Producer`, which names the edition of wording and layout."""
    return f"Phòng họp không giấy, mẫu biên bản {form}"


def finish(drawn: bytes, manuscript: Manuscript, places: Places, journal: bytes) -> bytes:
    """Return the drawn pages as the file to be signed."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        _describe(pdf, manuscript)
        _attach(pdf, manuscript, journal)
        _add_fields(pdf, manuscript, places)
        pdf.save(
            target,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=True,
            min_version="1.7",
        )
    return target.getvalue()


def length(drawn: bytes) -> int:
    """Return the number of pages of a PDF that this package has drawn; others are opened in the jail only."""
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        return len(pdf.pages)


def _describe(pdf: pikepdf.Pdf, manuscript: Manuscript) -> None:
    """Write title, author and date, each in both places of PDF/A (document info and XMP), and the colour profile."""
    title, body = fit(f"Biên bản {manuscript.heading}").strip(), fit(manuscript.body)  # XML allows fewer characters
    del pdf.docinfo
    pdf.docinfo[Name.Title], pdf.docinfo[Name.Producer] = title, producer(manuscript.form)
    pdf.docinfo[Name.CreationDate] = pdf.docinfo[Name.ModDate] = _pdf_date(manuscript.dated)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["dc:title"], xmp["dc:language"] = title, {"vi-VN"}
        xmp["pdf:Producer"] = producer(manuscript.form)
        xmp["xmp:CreateDate"] = xmp["xmp:ModifyDate"] = manuscript.dated
        xmp["pdfaid:part"], xmp["pdfaid:conformance"] = "3", "B"
        if body:
            pdf.docinfo[Name.Author], xmp["dc:creator"] = body, [body]
    profile = pdf.make_stream(srgb_profile(), N=3)
    intent = Dictionary(Type=Name.OutputIntent, S=Name("/GTS_PDFA1"), OutputConditionIdentifier="sRGB")
    intent.DestOutputProfile = profile
    pdf.Root.OutputIntents = Array([intent])
    pdf.Root.Lang = "vi-VN"
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def _attach(pdf: pikepdf.Pdf, manuscript: Manuscript, journal: bytes) -> None:
    """Attach the journal. PDF/A-3 calls it the source of the paper."""
    dated = _pdf_date(manuscript.dated)
    file = pikepdf.AttachedFileSpec(
        pdf,
        journal,
        description="Nhật ký phiên họp",
        filename=ATTACHMENT,
        mime_type="application/jsonl",
        creation_date=dated,
        mod_date=dated,
    )
    file.relationship = Name.Source
    pdf.attachments[ATTACHMENT] = file
    pdf.Root.AF = Array([pdf.attachments[ATTACHMENT].obj])


def _add_fields(pdf: pikepdf.Pdf, manuscript: Manuscript, places: Places) -> None:
    fields = []
    for signature in (manuscript.clerk, manuscript.chair):
        page_index, (left, bottom, right, top) = places[signature.field]
        page = pdf.pages[page_index]
        empty = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, right - left, top - bottom])
        widget = Dictionary(Type=Name.Annot, Subtype=Name.Widget, F=_PRINTED, P=page.obj, AP=Dictionary(N=empty))
        widget.FT, widget.T, widget.TU = Name.Sig, signature.field, signature.title
        widget.Rect = Array([left, bottom, right, top])
        field = pdf.make_indirect(widget)
        if signature is manuscript.chair:
            field.Lock = pdf.make_indirect(Dictionary(Type=Name.SigFieldLock, Action=Name.All))
        page.obj.Annots = Array([*page.obj.get(Name.Annots, []), field])
        fields.append(field)
    pdf.Root.AcroForm = Dictionary(Fields=Array(fields), SigFlags=3)


def _pdf_date(iso: str) -> str:
    """Return an ISO time in PDF form: `2026-09-24T09:55:00+07:00` gives `D:20260924095500+07'00'`."""
    date, zone = iso[:19], iso[19:]
    return f"D:{''.join(c for c in date if c.isdigit())}{zone[:3]}'{zone[4:6]}'"
