"""PDFs that run actions are refused in plain words, wherever the action hides; harmless lookalikes are accepted."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from meeting.documents.content.kinds import MEDIA_TYPES
from meeting.documents.content.looking import look
from meeting.documents.content.refusals import ACTS
from meeting.documents.content.sniff import sniff
from meeting.kernel.refusals import Refused, declared
from tests.packs.office import PNG

Change = Callable[[pikepdf.Pdf], None]


def a_script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert('x')"))


def a_start() -> Dictionary:
    return Dictionary(S=Name.Launch, F=Dictionary(F=String("cmd.exe"), Type=Name.Filespec))


def a_pdf(change: Change, **saved: object) -> bytes:
    """A PDF of one page, with the given additions."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        change(pdf)
        made = io.BytesIO()
        pdf.save(made, **saved)
    return made.getvalue()


def code_of(name: str, content: bytes) -> str:
    """The refusal, or nothing."""
    try:
        sniff(name, content)
    except Refused as refused:
        assert refused.facts["filename"] == name
        return refused.code.removeprefix("documents.content_")
    return ""


def opens_with(action: Callable[[], Dictionary]) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = action()

    return change


def by_name(pdf: pikepdf.Pdf) -> None:
    script = pdf.make_indirect(a_script())
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))


def in_a_link(pdf: pikepdf.Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=a_start())
    pdf.pages[0].Annots = Array([link])


def when_a_page_is_left(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].AA = Dictionary(C=Dictionary(S=Name.GoTo, Next=Array([a_script()])))


def in_a_field(pdf: pikepdf.Pdf) -> None:
    field = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("a"), AA=Dictionary(K=a_script())))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


def with_xfa(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=pdf.make_stream(b"<xdp/>"))


def carries(name: str, content: bytes = b"MZ") -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content, filename=name)

    return change


ACTING = {
    "a script at opening": opens_with(a_script),
    "a script by name": by_name,
    "a program at opening": opens_with(a_start),
    "a program behind a link": in_a_link,
    "a script behind another action": when_a_page_is_left,
    "a script in a field": in_a_field,
    "a form of XFA": with_xfa,
}


@pytest.mark.parametrize("how", ACTING)
def test_active_content_is_refused(how: str) -> None:
    assert code_of("a.pdf", a_pdf(ACTING[how])) == "acts"


@pytest.mark.parametrize("how", ACTING)
def test_active_content_in_compressed_objects_or_behind_a_lock_is_refused_too(how: str) -> None:
    packed = a_pdf(ACTING[how], object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert code_of("a.pdf", packed) == "acts"
    locked = a_pdf(ACTING[how], encryption=pikepdf.Encryption(owner="o", user="", R=6))
    assert code_of("a.pdf", locked) == "acts"


def test_a_name_written_with_character_codes_is_the_same_name() -> None:
    plain = a_pdf(opens_with(a_script), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    spelt = plain.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/J#53")
    assert spelt != plain
    assert code_of("a.pdf", spelt) == "acts"


def test_an_action_added_afterwards_is_found(tmp_path: Path) -> None:
    """After the first end of the file, where a signature is also added."""
    first = a_pdf(lambda pdf: None, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    at = first.rindex(b"startxref") + len(b"startxref\n")
    before = first[at:].split()[0].decode()
    added = b"\n99 0 obj<</S/JavaScript/JS(app.alert\\(1\\))>>endobj\n"
    table = f"xref\n99 1\n{len(first) + 1:010d} 00000 n \ntrailer<</Size 100/Root 1 0 R/Prev {before}>>\n"
    place = len(first) + len(added)
    assert code_of("a.pdf", first + added + f"{table}startxref\n{place}\n%%EOF\n".encode()) == "acts"


@pytest.mark.parametrize("name", ["a.exe", "a.docm", "a.js", "a.pdf.lnk", "khong-duoi"])
def test_an_embedded_file_of_an_unknown_kind_is_named(name: str) -> None:
    with pytest.raises(Refused) as refused:
        sniff("b.pdf", a_pdf(carries(name)))
    assert (refused.value.code, refused.value.facts["inside"]) == ("documents.content_carries", name)


@pytest.mark.parametrize("name", ["journal.jsonl", "van-ban.xml", "phu-luc.pdf", "anh.png"])
def test_embedded_papers_and_data_are_accepted(name: str) -> None:
    real = {".pdf": a_pdf(lambda pdf: None), ".xml": b"<?xml version='1.0'?><a/>", ".png": PNG}
    assert code_of("b.pdf", a_pdf(carries(name, real.get(Path(name).suffix, b'{"a": 1}\n')))) == ""


@pytest.mark.parametrize("name", ["a.pdf", "a.xlsx", "a.csv"])
def test_an_embedded_program_named_like_a_paper_is_refused(name: str) -> None:
    assert code_of("b.pdf", a_pdf(carries(name, b"MZ" + bytes(99)))) == "carries"


def test_an_embedded_paper_with_active_content_or_another_file_is_refused() -> None:
    assert code_of("b.pdf", a_pdf(carries("a.pdf", a_pdf(opens_with(a_script))))) == "carries"
    inner = a_pdf(carries("a.txt", b"x"))
    assert code_of("b.pdf", a_pdf(carries("a.pdf", inner))) == "carries"


def test_every_name_of_an_embedded_file_is_checked() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        held = pdf.make_stream(b"words")
        spec = Dictionary(Type=Name.Filespec, UF=String("a.txt"), F=String("a.exe"), EF=Dictionary(F=held))
        pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String("a"), pdf.make_indirect(spec)])))

    with pytest.raises(Refused) as refused:
        sniff("b.pdf", a_pdf(change))
    assert refused.value.facts["inside"] == "a.exe"


def test_an_action_behind_sixty_others_is_found() -> None:
    def chain() -> Dictionary:
        last = a_script()
        for _ in range(60):
            last = Dictionary(S=Name.Named, N=Name.NextPage, Next=last)
        return last

    assert code_of("a.pdf", a_pdf(opens_with(chain))) == "acts"


OUT = {
    "another machine's file": lambda: Dictionary(S=Name.GoToR, F=String("\\\\may\\a.pdf"), D=Array([0, Name.Fit])),
    "a form sent": lambda: Dictionary(S=Name.SubmitForm, F=String("http://xa.vn/")),
    "data fetched": lambda: Dictionary(S=Name.ImportData, F=String("a.fdf")),
    "a page of the web": lambda: Dictionary(S=Name.URI, URI=String("http://xa.vn/")),
}


@pytest.mark.parametrize("how", OUT)
def test_a_paper_that_loads_from_outside_is_refused_and_one_with_a_link_accepted(how: str) -> None:
    def when_a_page_opens(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].AA = pdf.make_indirect(Dictionary(O=Dictionary(S=Name.GoTo, Next=pdf.make_indirect(OUT[how]()))))

    def behind_a_link(pdf: pikepdf.Pdf) -> None:
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=OUT[how]())
        pdf.pages[0].Annots = Array([link])

    assert code_of("a.pdf", a_pdf(opens_with(OUT[how]))) == "acts"
    assert code_of("a.pdf", a_pdf(when_a_page_opens)) == "acts"
    assert code_of("a.pdf", a_pdf(behind_a_link)) == ""


def test_a_paper_that_opens_on_a_given_page_is_accepted() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = Array([pdf.pages[0].obj, Name.Fit])

    assert code_of("a.pdf", a_pdf(change)) == ""


def test_words_about_scripts_links_and_forms_are_not_actions() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Title"] = "Về /JavaScript và /Launch, /JS, /EF"
        web = Dictionary(S=Name.URI, URI=String("https://xa.gov.vn/JavaScript"))
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=web)
        pdf.pages[0].Annots = Array([link])
        pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("a")))]))

    assert code_of("a.pdf", a_pdf(change)) == ""


def test_old_and_open_office_files_with_macros_are_refused() -> None:
    ole2 = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)
    for name, main in (("a.doc", "WordDocument"), ("a.xls", "Workbook")):
        held = ole2 + main.encode("utf-16-le") + bytes(64) + "_VBA_PROJECT".encode("utf-16-le") + bytes(512)
        assert code_of(name, held) == "macro"
    sheet = bytes.fromhex("0908100000064000") + bytes(512)
    assert code_of("a.xls", ole2 + "Workbook".encode("utf-16-le") + bytes(64) + sheet) == "macro"
    said = bytes.fromhex("1f00ff0314000000020000040c00000007000000")
    shown = ole2 + "PowerPoint Document".encode("utf-16-le") + bytes(64) + said
    assert code_of("a.ppt", shown + bytes.fromhex("0100000002000000") + bytes(512)) == "macro"
    assert code_of("a.ppt", shown + bytes.fromhex("0000000002000000") + bytes(512)) == "", "it says that it has none"
    odt = {"mimetype": MEDIA_TYPES[".odt"], "content.xml": "<x/>", "Basic/Standard/a.xml": "<x/>"}
    assert code_of("a.odt", _zip(odt)) == "macro"
    kind = MEDIA_TYPES[".xlsx"] + ".main+xml"
    types = f'<Types><Override PartName="/xl/workbook.xml" ContentType="{kind}"/></Types>'
    sheets = {"[Content_Types].xml": types, "xl/workbook.xml": "<x/>", "xl/macrosheets/sheet1.xml": "<x/>"}
    assert code_of("a.xlsx", _zip(sheets)) == "macro"


def test_a_refusal_says_what_to_do() -> None:
    assert "in tệp ra PDF mới" in declared()[ACTS][1].format(filename="a.pdf")


def test_many_objects_are_checked_within_the_limits_of_the_jail(tmp_path: Path) -> None:
    """A script after twenty thousand objects is found as well."""

    def change(pdf: pikepdf.Pdf) -> None:
        kept = Array([pdf.make_indirect(Dictionary(A=number, B=Array([1, 2, 3]))) for number in range(20_000)])
        pdf.Root.Kept = pdf.make_indirect(kept)
        pdf.Root.Last = pdf.make_indirect(a_script())

    path = tmp_path / "a.pdf"
    path.write_bytes(a_pdf(change, object_stream_mode=pikepdf.ObjectStreamMode.generate))
    looked = look([path])[path]
    assert isinstance(looked, Refused) and looked.code == ACTS


def _zip(parts: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()
