"""Files with a mark of state secrecy: real cases, and files that only speak of secrets."""

import unicodedata

import pytest

from meeting.documents.content.secrecy import is_marked_name, is_marked_property, is_marked_text, is_secret

HEAD = "ỦY BAN NHÂN DÂN\nXÃ MINH TÂN\nSố: 05/BC-UBND\n{mark}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nBÁO CÁO\nTình hình"
MARKS = [
    "MẬT",
    "TỐI MẬT",
    "TUYỆT MẬT",
    "M Ậ T",
    "T Ố I   M Ậ T",
    "T U Y Ệ T M Ậ T",
    "M\nẬ\nT",
    "TUYỆT\nMẬT",
    "| MẬT |",
    "[TỐI MẬT]",
    "— MẬT —",
    "M.Ậ.T",
    "MẬT Bản số: 03",
    "MẬ\u200bT",
    "TUYEÄT MAÄT",
    "MËT",
    "tèi mËt",
    "Độ mật: Mật",
    "Mức độ mật : TỐI MẬT",
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("mark", MARKS)
def test_a_stamp_is_found_in_any_spelling(mark: str, form: str) -> None:
    assert is_marked_text(unicodedata.normalize(form, HEAD.format(mark=mark)))


def test_a_stamp_beside_the_number_is_found() -> None:
    assert is_marked_text("UBND XÃ MINH TÂN\nSố: 05/BC-UBND     MẬT\nBÁO CÁO")
    assert is_marked_text("Số: 12/KH-CAX TỐI MẬT")


@pytest.mark.parametrize(
    "text",
    [
        HEAD.format(mark=""),
        "LUẬT\nBẢO VỆ BÍ MẬT NHÀ NƯỚC\nCăn cứ Hiến pháp",
        "LUẬT BẢO VỆ BÍ\nMẬT\nNHÀ NƯỚC",
        "QUYẾT ĐỊNH\nBan hành danh mục bí mật nhà nước độ Tuyệt mật, Tối mật, Mật",
        "DANH MỤC BÍ MẬT NHÀ NƯỚC ĐỘ TUYỆT MẬT, TỐI MẬT, MẬT",
        "SỔ ĐĂNG KÝ VĂN BẢN\nMẬT\nĐẾN",
        "ĐỘ\nMẬT",
        "1. Văn bản mật\nTài liệu có độ mật: theo quy định",
        "Bảo mật thông tin; mật khẩu phải có 12 ký tự",
        "MẬT ĐỘ XÂY DỰNG",
        "HỢP TÁC XÃ MẬT ONG MINH TÂN",
        "Ông Nguyễn Văn Mật\nTrưởng thôn",
        "NGUYỄN VĂN MẬT",
        "Điều 8. Bí mật nhà nước được phân loại:\na) Tuyệt mật\nb) Tối mật\nc) Mật",
        "MẶT TRẬN TỔ QUỐC",
        "MẤT\nĐẤT",
        "Độ mật: ……",
        "",
    ],
)
def test_a_text_about_secrets_has_no_mark(text: str) -> None:
    assert not is_marked_text(text)
    assert not is_marked_text(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    "name",
    [
        "Báo cáo (Mật).pdf",
        "BC 05 [TỐI MẬT].docx",
        "bao-cao(mat).pdf",
        "MẬT - Phương án bảo vệ.docx",
        "phuong an_MẬT.pdf",
        "Tuyệt mật - phương án.pdf",
        "toi_mat_phuong_an.pdf",
        "TUYET-MAT.pdf",
        "M Ậ T.pdf",
        "Báo cáo độ mật.pdf",
    ],
)
def test_a_file_name_with_a_degree_of_secrecy_is_found(name: str) -> None:
    assert is_marked_name(name)
    assert is_marked_name(unicodedata.normalize("NFD", name))


@pytest.mark.parametrize(
    "name",
    [
        "Luật Bảo vệ bí mật nhà nước 2018.pdf",
        "Danh mục bí mật nhà nước độ Tối mật.pdf",
        "luat-bao-ve-bi-mat-nha-nuoc.pdf",
        "Kế hoạch bảo mật thông tin.docx",
        "BẢO MẬT DỮ LIỆU.pdf",
        "giai-phong-mat-bang.pdf",
        "Mat bang thi cong.pdf",
        "MẬT ĐỘ DÂN CƯ.xlsx",
        "Hợp tác xã mật ong.pdf",
        "Mặt trận Tổ quốc.pdf",
        "ra mat ban chi dao.pdf",
        "Tờ trình.pdf",
        ".pdf",
    ],
)
def test_another_file_name_passes(name: str) -> None:
    assert not is_marked_name(name)


@pytest.mark.parametrize("value", ["Mật", "MẬT", "tối mật", "Báo cáo; Mật", "Tuyet mat", "Độ mật: Mật"])
def test_a_degree_of_secrecy_in_a_property_is_found(value: str) -> None:
    assert is_marked_property(value)
    assert is_secret("a.pdf", properties=["Báo cáo", value])


@pytest.mark.parametrize("value", ["", "Luật Bảo vệ bí mật nhà nước", "bảo mật", "Nguyễn Văn Mật", "mat", "Mật độ"])
def test_another_property_passes(value: str) -> None:
    assert not is_marked_property(value)
