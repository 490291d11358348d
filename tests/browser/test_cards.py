"""The sheet of sign-in cards on paper: one readable code and PIN per card, whatever names and titles say."""

import csv
import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
import yaml
import zxingcpp
from playwright.sync_api import Browser

from tests.browser.conftest import Install
from tests.browser.house import SAMPLE

LONG_URL = "https://phong-hop-khong-giay.ubnd-xa-minh-tan.tinh-quang-ngai.gov.vn"

COLLISIONS = """() => [...document.querySelectorAll(".card")].flatMap((card) => {
  const outer = card.getBoundingClientRect(), qr = card.querySelector(".qr").getBoundingClientRect();
  const words = [...card.querySelectorAll("p, h2, dt, dd")].map((each) => [each, each.getBoundingClientRect()]);
  const out = (box) => box.left < outer.left || box.right > outer.right
    || box.top < outer.top || box.bottom > outer.bottom;
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const apart = (at) => words.slice(at + 1).every(([, box]) => !meet(words[at][1], box));
  return words.filter(([, box], at) => out(box) || meet(box, qr) || !apart(at)).map(([each]) => each.textContent);
})"""

CUT_NAMES = """() => [...document.querySelectorAll(".card h2")]
  .filter((name) => name.scrollHeight > name.clientHeight + 1).map((name) => name.textContent)"""


@pytest.fixture
def wordy(tmp_path: Path) -> Path:
    """The sample with names, titles and accounts as long as they come."""
    folder = Path(shutil.copytree(SAMPLE, tmp_path / "wordy"))
    agenda = yaml.safe_load((folder / "agenda.yaml").read_text("utf-8"))
    agenda["body"] = "Ủy ban nhân dân và Ủy ban Mặt trận Tổ quốc Việt Nam đặc khu Trường Sa, tỉnh Khánh Hòa"
    with (folder / "people.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *people = csv.reader(file)
    accounts = {row[8]: f"nguyen-phuoc.quynh-huong.minh-{number:02}" for number, row in enumerate(people)}
    for paper in (each for item in agenda["items"] for each in item.get("papers", [])):
        paper["readers"] = [accounts.get(who, who) for who in paper["readers"]]
    (folder / "agenda.yaml").write_text(yaml.safe_dump(agenda, allow_unicode=True), "utf-8")
    for row in people:
        row[0] = f"Công Tằng Tôn Nữ Nguyễn Phước Quỳnh Hương Bảo Trân Minh {row[0]}"
        row[3] = f"Phó Trưởng ban Thường trực Ban Chỉ đạo phòng thủ dân sự, phòng chống thiên tai, {row[3]}"
        row[4] = f"Trung tâm Dịch vụ tổng hợp, Văn hóa, Thể thao và Truyền thanh liên xã; {row[4]}"
        row[7] = row[7] and f"Bàn chữ U, trái {row[7]}"
        row[8] = accounts[row[8]]
    with (folder / "people.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([head, *people])
    return folder


@pytest.mark.parametrize("pack", ["sample", "wordy"])
def test_every_card_is_readable_on_paper(
    browser: Browser, install: Install, pack: str, wordy: Path, tmp_path: Path
) -> None:
    house = install(SAMPLE) if pack == "sample" else install(wordy, public_url=LONG_URL)
    printed = tmp_path / "cards.pdf"
    page = browser.new_page()
    page.goto((house.data / "cards" / f"{house.slug}.html").as_uri())
    page.emulate_media(media="print")
    assert page.evaluate(COLLISIONS) == []
    assert page.evaluate(CUT_NAMES) == []
    page.pdf(path=printed, prefer_css_page_size=True)
    page.close()

    pins, codes = [pin for who, pin in house.cards.items() if who != "admin"], []
    with pypdfium2.PdfDocument(printed) as pdf:
        assert {tuple(map(round, pdf.get_page_size(n))) for n in range(len(pdf))} <= {(595, 842), (596, 842)}
        for number in range(len(pdf)):
            found = zxingcpp.read_barcodes(pdf[number].render(scale=150 / 72).to_pil())
            codes += [each.text for each in found]
            assert len(found) == len(re.findall(r"\b\d{6}\b", _text(printed, number + 1))), "a card stays on its page"
    assert len(pins) == 13
    for step in ("1. Nối Wi-Fi", "2. Quét mã QR", "3. Quét mã trên màn hình"):
        assert _text(printed).count(step) == len(pins), "numbered on every card"
    assert len(codes) == len(set(codes)) == len(pins)
    assert all("/c/" in each for each in codes)
    assert sorted(re.findall(r"\b\d{6}\b", _text(printed))) == sorted(pins)


def _text(pdf: Path, page: int | None = None) -> str:
    pages = [] if page is None else ["-f", str(page), "-l", str(page)]
    return subprocess.run(["pdftotext", *pages, pdf, "-"], check=True, text=True, capture_output=True).stdout
