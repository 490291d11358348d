"""The papers that an item needs, and what a title says about the kind of its paper."""

import pytest

from meeting.catalogue.rules import Kind, sample
from meeting.documents.dossier import checklist, dossier, kind_of

KINDS = sample(Kind.PAPERS)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Tờ trình số 125/TTr-UBND về dự toán", "Tờ trình"),
        ("TO TRINH du toan", "Tờ trình"),
        ("125 – Tờ trình", "Tờ trình"),
        ("03-to-trinh-125.pdf", "Tờ trình"),
        ("Bao_cao_tiep_thu_giai_trinh", "Báo cáo tiếp thu, giải trình"),
        ("Báo cáo thẩm tra Tờ trình số 125", "Báo cáo thẩm tra"),
        ("Báo cáo kinh tế – xã hội", "Báo cáo"),
        ("Dự thảo Nghị quyết về dự toán", "Dự thảo nghị quyết"),
        ("Báo cáo tiếp thu, giải trình ý kiến thẩm tra", "Báo cáo tiếp thu, giải trình"),
        ("Bảng số liệu", ""),
        ("", ""),
        ("Đơn tờ trìnhx", ""),
    ],
)
def test_a_title_names_the_kind_of_its_paper_first(title: str, kind: str) -> None:
    assert kind_of(title, KINDS) == kind


def test_a_resolution_of_the_council_needs_four_papers_and_lists_those_that_no_title_names() -> None:
    wanted = dossier("hdnd", "resolution")
    assert wanted is not None
    titles = ["Báo cáo thẩm tra tờ trình của Ban Kinh tế", "Dự thảo nghị quyết"]
    assert [(each.kind, each.there) for each in checklist(wanted, [kind_of(each, KINDS) for each in titles])] == [
        ("Tờ trình", False),
        ("Dự thảo nghị quyết", True),
        ("Báo cáo thẩm tra", True),
        ("Báo cáo tiếp thu, giải trình", False),
    ]
    assert wanted.confirm, "its source is no text of law"


def test_other_bodies_and_decisions_need_no_papers() -> None:
    assert dossier("hdnd", "procedural") is None
    assert dossier("co-quan-rieng", "resolution") is None
