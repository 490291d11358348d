"""An office's folder that the tests spoil in one place at a time, and real files of every kind."""

import csv
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from meeting.packs.folder import Pack, PackProblems, Problem, read

NOW = datetime(2026, 9, 24, 0, 30, tzinfo=UTC)
SHARED = Path(__file__).parents[2].parent / "shared" / "data"

AGENDA = [
    ["STT", "Nội dung", "Cơ quan trình bày", "Thời lượng (phút)", "Hình thức", "Tài liệu"],
    ["1", "Khai mạc, thông qua chương trình", "Chủ tịch", "5", "giơ tay", ""],
    ["2", "Báo cáo tháng 9", "Văn phòng", "20", "trình bày", "bao-cao.pdf"],
    ["3", "Dự toán bổ sung", "Kế toán", "15", "biểu quyết công khai", "to-trinh.docx; bao-cao.pdf"],
    ["4", "Kết luận", "Chủ tịch", "10", "kết luận", ""],
]
PEOPLE = [
    [
        "Họ và tên",
        "Tên gọi",
        "Xưng hô",
        "Chức vụ",
        "Đơn vị",
        "Vai trò",
        "Quyền biểu quyết",
        "Ghế",
        "Tài khoản",
    ],
    ["Trần Thị Lan", "Lan", "bà", "Chủ tịch UBND", "UBND", "chủ tọa", "có", "A01", "lan"],
    ["Lê Văn Nam", "Nam", "ông", "Ủy viên", "UBND", "thành viên", "có", "A02", "nam"],
    ["Cao Thị Vân", "Vân", "bà", "Chuyên viên", "Văn phòng", "thư ký", "không", "", "van"],
    ["Vũ Quốc Trung", "Trung", "ông", "Trưởng thôn", "Thôn 1", "khách mời", "", "", "trung"],
]

PDF = (
    b"%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
    b"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>> endobj\n"
    b"trailer <</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
)


def docx(main: str = '<w:document xmlns:w="w"/>', **parts: str) -> bytes:
    """A small Word document; more parts by path (`__` for `/`, the extension `.xml` added)."""
    content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{content_type}"/></Types>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/document.xml", main)
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", text)
    return out.getvalue()


class Office:
    """A folder under test: change `agenda` and `people`, then `read` it or ask for its `problems`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.agenda = [list(row) for row in AGENDA]
        self.people = [list(row) for row in PEOPLE]
        (path / "papers").mkdir(parents=True)
        self.paper("bao-cao.pdf", PDF)
        self.paper("to-trinh.docx", docx())
        self.head(body="Ủy ban nhân dân xã Minh Tân", place="Hội trường 1")

    def paper(self, name: str, content: bytes) -> None:
        (self.path / "papers" / name).write_bytes(content)

    def head(self, **said: str) -> None:
        """Write `meeting.yaml`, by default an empty one."""
        text = "".join(f"{key}: {value}\n" for key, value in said.items())
        (self.path / "meeting.yaml").write_text(text, encoding="utf-8")

    def save(self, *, delimiter: str = ",", encoding: str = "utf-8-sig") -> None:
        for name, rows in (("agenda.csv", self.agenda), ("people.csv", self.people)):
            out = io.StringIO()
            csv.writer(out, delimiter=delimiter).writerows(rows)
            (self.path / name).write_bytes(out.getvalue().encode(encoding))

    def read(self, *, starts_at: datetime | None = None) -> Pack:
        self.save()
        return read(self.path, now=NOW, starts_at=starts_at)

    def problems(self) -> list[Problem]:
        self.save()
        return problems_of(self.path)

    def codes(self) -> list[tuple[str, int, str]]:
        return [(p.file, p.line, p.code) for p in self.problems()]


def problems_of(path: Path) -> list[Problem]:
    """Everything wrong with a folder; fails when nothing is."""
    with pytest.raises(PackProblems) as caught:
        read(path, now=NOW)
    return caught.value.problems


PNG = b"\x89PNG\r\n\x1a\n" + bytes(40) + b"IEND\xaeB`\x82"
